"""Why a row is refused, as a tree: what it asks for and does not find, with what must be there together and what instead of another.

The tree is the rule's own condition without the parts that hold. So it says neither more nor less: whatever would make
it true would make the condition true. Knows no words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from .model import COMPARISONS
from .rules import Node, Row, State, holders, truth


@dataclass(frozen=True, slots=True)
class Need:
    """Something asked for that is not (or not certainly) there.

    kind: "test" | "named" (a whole definition) | "some" (all of it in one person) | "all" | "any"; of: whose state is looked at, several
    where one of them would do; turned: the opposite of the node is asked for."""

    kind: str
    node: Node
    of: tuple[State, ...]
    turned: bool = False
    parts: tuple[Need, ...] = ()
    key: tuple = field(init=False, repr=False, compare=False)  # the same for needs that ask the same of the same people

    def __post_init__(self) -> None:
        key = (self.kind, frozenset([p.key for p in self.parts])) if self.parts else (
            self.kind, self.node.slot, self.turned, *[s.id for s in self.of])
        object.__setattr__(self, "key", key)

    @property
    def certain(self) -> bool:
        """Whether it is known not to be there."""
        if self.kind in ("all", "any"):
            return (any if self.kind == "all" else all)(p.certain for p in self.parts)
        return all(truth(self.node, s) is self.turned for s in self.of)

    def leaves(self) -> Iterator[Need]:
        """The tests and definitions it is made of."""
        if not self.parts:
            yield self
        for p in self.parts:
            yield from p.leaves()


def refused(row: Row, s: State) -> list[Need]:
    """What the row asks for in every way it could be had, and does not find; where the ways have no such thing in common, one
    need that lists the ways. s: for whom the row is ineligible."""
    nodes = [*([row.eligible] if row.eligible is not None else []), *(node for node, _ in row.possible)]
    needs = [need for node in nodes if (need := _need(node, (s,), False, top=True)) is not None]
    ways = [_parts(need) for need in needs]
    keys = [{n.key for n in way} for way in ways[1:]]
    common = [_lacking(n) for n in ways[0] if all(n.key in known for known in keys)]
    return common or _parts(_lacking(_joined("any", [_lacking(n) for n in needs], nodes[0], (s,))))


def against(row: Row, s: State) -> list[Need]:
    """The tests that a general rule puts and the document does not, which every way asks for and which s does not meet: they refuse
    nothing by themselves."""
    ways = [*([row.eligible] if row.eligible is not None else []), *(node for node, _ in row.possible)]
    found = [[node for node in _together(way) if node.weak and not node.household and node.raw(s) is False] for way in ways]
    return [Need("test", node, (s,)) for node in found[0] if all(any(n.test == node.test for n in way) for way in found[1:])]


def nearly(row: Row, s: State) -> list[Need]:
    """The comparisons each of which alone keeps s from the row, whatever may yet be there left aside: of one that several people do
    not meet, that of the one who lacks least."""
    ways = [*([row.eligible] if row.eligible is not None else []), *(node for node, _ in row.possible)]
    found: dict[object, Need] = {}
    for need in (n for way in ways for n in _alone(way, s, False)):
        test, held = need.node.test, found.get(need.node.test)
        if test.word in COMPARISONS and (held is None or _less(need, held)):
            found[test] = need
    return list(found.values())


def _less(one: Need, other: Need) -> bool:
    """Whether the number said lies nearer to what is asked for than another does."""
    mine, its = ([n.of[0].facts.get(n.node.test.fact) for n in (one, other)])
    if not isinstance(mine, (int, Fraction)) or not isinstance(its, (int, Fraction)):
        return False
    return mine > its if (one.node.test.word in ("at_least", "more_than")) is not one.turned else mine < its


def _alone(node: Node, s: State, turned: bool) -> list[Need]:
    """The tests of a node that is not there, each of which alone would bring it about."""
    if node.kind in ("not", "unless_known", "known"):
        return _alone(node.parts[0], s, turned is (node.kind == "known"))
    if node.household:
        s = s.house
    if node.kind == "test":
        return [Need("test", node, (s,), turned)] if truth(node, s) is turned else []
    parts = [(part, who) for part in node.parts for who in (s.house.people if node.kind == "some" else (s,))]
    if (node.kind == "all") is turned:
        return [need for part, who in parts for need in _alone(part, who, turned)]
    lacking = [(part, who) for part, who in parts if truth(part, who) is turned]
    return _alone(*lacking[0], turned) if len(lacking) == 1 else []


def _together(node: Node) -> Iterator[Node]:
    """The tests that must all hold."""
    if node.kind == "test":
        yield node
    for part in node.parts if node.kind == "all" else ():
        yield from _together(part)


def _lacking(need: Need) -> Need:
    """A need without what may yet be there beside what certainly is not: that alone refuses it."""
    if need.kind not in ("all", "any") or not need.certain:
        return need
    parts = [_lacking(p) for p in need.parts if p.certain]
    return _joined(need.kind, parts, need.node, need.of)


def _parts(need: Need) -> list[Need]:
    """The needs of one way each of which refuses it. What nobody has is told without what it would have to be together with."""
    if need.kind == "all":
        return [part for n in need.parts for part in _parts(n)]
    nobody = _parts(need.parts[0]) if need.kind == "some" else []
    return nobody or ([need] if need.certain else [])


def _need(node: Node, of: tuple[State, ...], turned: bool, top: bool = False) -> Need | None:
    """What is lacking of one node; None where it holds for all of the people. top: a definition of which all is asked for is told
    by its parts; everywhere else it stands by its name."""
    if node.household:
        of = (of[0].house,)
    if all(truth(node, s) is not None and truth(node, s) is not turned for s in of):
        return None
    kind = node.kind
    if kind in ("not", "unless_known", "known"):
        return _need(node.parts[0], of, turned is (kind == "known"), top)
    if kind == "test":
        return Need("test", node, of, turned)
    both = (kind == "all") is not turned
    if node.named and not (top and both):
        return Need("named", node, of, turned)
    if kind != "some":
        parts = [n for p in node.parts if (n := _need(p, of, turned, top and both)) is not None]
        return _joined("all" if both else "any", parts, node, of)
    people = tuple(of[0].house.people)
    if turned:
        if not any(truth(node.parts[0], s) for s in people):  # of somebody, nobody knows of whom
            people = tuple(holders(node.parts[0], of[0]))[:1] or people
        return _joined("all", [n for s in people if (n := _need(node.parts[0], (s,), True)) is not None], node, of)
    one = _need(node.parts[0], people, False)
    return one if one is None or not one.parts or len(people) == 1 else Need("some", node, of, False, (one,))


def _joined(kind: str, parts: list[Need], node: Node, of: tuple[State, ...]) -> Need:
    """Several needs as one: nested ones of the same kind side by side, none twice, no alternative that asks for more than another."""
    if len(parts) == 1:
        return parts[0]
    flat: dict[tuple, Need] = {}
    for p in parts:
        for each in p.parts if p.kind == kind else (p,):
            flat.setdefault(each.key, each)
    other = "any" if kind == "all" else "all"
    if not any(n.kind == other for n in flat.values()):
        return Need(kind, node, of, False, tuple(flat.values())) if len(flat) > 1 else next(iter(flat.values()))
    asked = {key: {p.key for p in n.parts} if n.kind == other else {key} for key, n in flat.items()}
    kept = [n for key, n in flat.items() if not any(less < asked[key] for less in asked.values())
            and not any(p.kind == kind and all(q.key in flat for q in p.parts) for p in n.parts if n.kind == other)]
    return kept[0] if len(kept) == 1 else Need(kind, node, of, False, tuple(kept))
