"""The ledger: what carries each sentence of the document, and which rows and sentences nobody accounts for."""

from __future__ import annotations

from dataclasses import dataclass

from .content import Book

KINDS = {"benefit": "待遇", "parameter": "标准", "disregard": "收入免计", "definition": "定义",
         "mechanism": "软件的做法", "duty": "部门的工作"}
MEASURES, ANNEX = 127, 13  # the numbered sentences of the document, titles apart


@dataclass(frozen=True)
class Entry:
    """One sentence: its kind (None = unaccounted for), the rows that rest on it, what else carries it, and a note."""

    sentence: str
    kind: str | None
    benefits: tuple[str, ...]
    by: tuple[str, ...]
    opens: str
    note: str


def ledger(book: Book) -> list[Entry]:
    """One entry a sentence, in the document's order."""
    rows: dict[str, list[str]] = {}
    for row in book.benefits.values():
        for sentence in row.sentences:
            rows.setdefault(sentence, []).append(row.id)
    found = []
    for s in book.sentences.values():
        carried = tuple(rows.get(s.id, ()))
        kind = "benefit" if carried else s.kind
        note = s.note or ("、".join(book.benefits[r].name for r in carried))
        found.append(Entry(s.id, kind, carried, s.by, s.opens, note))
    return found


def unaccounted(book: Book) -> list[str]:
    """Sentences with neither a row nor a reason, rows whose sentence is not in the ledger, and a wrong count."""
    entries = ledger(book)
    problems = [f"第 {e.sentence} 句没有交代" for e in entries if e.kind is None or (not e.benefits and not e.note)]
    known = {e.sentence for e in entries}
    problems += [f"待遇 {row.id} 没有落在任何一句上" for row in book.benefits.values() if not set(row.sentences) & known]
    further = sum(len(document.sentences) for document in book.documents)
    annex = sum(e.sentence.startswith("附") for e in entries)
    if (len(entries) - annex - further, annex) != (MEASURES, ANNEX):
        problems.append(f"句子数不对：正文 {len(entries) - annex - further} 句（应为 {MEASURES}），附则 {annex} 句（应为 {ANNEX}）")
    return problems


def text(book: Book) -> str:
    """The ledger as a table in words, ending with what is unaccounted for."""
    entries = ledger(book)
    out = [f"{'、'.join(d.number for d in (book.policy, *book.documents))} 逐句交代", ""]
    for e in entries:
        carried = "、".join(e.benefits) if e.benefits else "、".join(e.by)
        kind = KINDS.get(e.kind or "", "没有交代")
        out.append(f"{e.sentence}\t{kind}\t{carried or '—'}\t{e.opens}…\t{e.note}")
    counts = {kind: sum(e.kind == kind for e in entries) for kind in KINDS}
    rows = book.benefits.values()
    out += ["", "，".join(f"{KINDS[k]} {n} 句" for k, n in counts.items()) + f"；共 {len(entries)} 句",
            f"待遇 {len(book.benefits)} 项：个人和家庭 {sum(r.unit != 'organisation' for r in rows)} 项，"
            f"单位 {len(book.organisations())} 项"]
    problems = unaccounted(book)
    out += problems or ["没有交代的句子：0；没有落到句子的待遇：0"]
    return "\n".join(out)
