"""The answer as the JSON of the public contract."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..numbers import Exact, Interval, plain
from ..rules import Key
from .results import Screening


def key_text(key: Key) -> str:
    """p1.self_care, or household.rural."""
    return f"{key[0] or 'household'}.{key[1]}"


def _interval(value: Interval | None) -> dict | None:
    return None if value is None else {"low": plain(value[0]), "high": None if value[1] is None else plain(value[1])}


def _unrounded(value: Exact | None) -> int | float | None:
    """A figure that is not an amount (a price, a limit): not rounded to the fen."""
    return value if value is None or type(value) is int else float(value)


def _json_value(value: Any) -> Any:
    if isinstance(value, tuple) and len(value) == 2 and not any(isinstance(v, str) for v in value):
        return {"low": _unrounded(value[0]), "high": _unrounded(value[1])}
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, frozenset):  # of the answers left none is known
        return None
    if isinstance(value, (bool, str)) or value is None:
        return value
    return str(value) if isinstance(value, date) else _unrounded(value)


def as_json(result: Screening) -> dict:
    """The JSON of the public contract."""
    book = result.book
    determinations = []
    for d in result.determinations:
        entry = {
            "benefit": d.benefit.id, "name": d.benefit.name, "clause": d.benefit.clause, "member": d.member,
            "status": d.status, "annual": _interval(d.annual), "once": _interval(d.once), "basis": d.basis,
            "departments": list(d.benefit.departments),
            "reasons": [{
                "fact": r.fact, "member": r.member, "value": _json_value(r.value), "test": r.test,
                "limit": _json_value(r.limit), "holds": r.holds, "origin": r.origin,
                "law": [{"sentence": c.sentence, "words": c.words} for c in r.law] if r.law else [],
                **({"note": r.note} if r.note else {})} for r in d.reasons],
            "missing": [key_text(k) for k in d.missing], "superseded_by": d.superseded_by, "notes": d.notes,
            "pays": d.benefit.pays, "sentences": list(d.benefit.sentences),
        }
        if d.document is not book.policy:
            entry |= {"document": d.document.number, "in_force": d.term == "in_force"}
        if d.missing:
            entry["who_can_tell"] = {key_text(k): book.facts[k[1]].tell for k in d.missing}
        if d.missing_figures:
            entry["missing_parameters"] = d.missing_figures
        if d.figures:
            entry["figures"] = [{"parameter": f.name, "low": _unrounded(f.low), "high": _unrounded(f.high),
                                 "confidence": f.confidence, "last_known": f.stale} for f in d.figures]
        determinations.append(entry)
    t = result.totals
    return {
        "policy": book.policy.number, "as_of": result.as_of.isoformat(), "in_force": result.in_force,
        "notes": result.notes, "determinations": determinations,
        "totals": {"cash": {"annual": _interval(t.cash_annual), "once": _interval(t.cash_once)},
                   "in_kind": {"annual": _interval(t.in_kind_annual), "once": _interval(t.in_kind_once)},
                   "unquantified": t.unquantified},
        "next_questions": [key_text(k) for k in result.next_questions],
        "amount_questions": [key_text(k) for k in result.amount_questions],
        "income": {"per_capita": {"low": plain(result.means.low),
                                  "high": None if result.means.high is None else plain(result.means.high)},
                   "left_out": [{"kind": x.kind, "member": x.member, "before": _interval(x.total),
                                 "counted": _interval(x.counted), "sentence": x.sentence, "certain": x.certain}
                                for x in result.means.disregards]},
    }
