"""The tree of content/ turned once into closures, so that a whole household is judged in a millisecond or two.

Truth is three-valued (Kleene): True, False, None = not known. Each distinct condition is evaluated at most once a
person. A condition that is not in the document (general, assumed) is never False: where it does not hold, only a
department can tell, so it is None. The same nodes are walked afterwards for reasons and for what is missing.
"""

from .amounts import counted, names_in, published
from .book import Rulebook
from .nodes import Key, Node, Row, Run, Source, State, tested, truth
from .reading import Leaves, can_be, holders, key_facts, leaves, missing

__all__ = ["Key", "Leaves", "Node", "Row", "Rulebook", "Run", "Source", "State", "can_be", "counted", "holders", "key_facts", "leaves",
           "missing", "names_in", "published", "tested", "truth"]
