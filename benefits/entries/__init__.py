"""The 幸福清单 as entries: the same elements in the same order for the screen, the print-out, the files and the message.

Everything is said in the voice of the visit. Holds no rule, knows no benefit by name. `listing` makes the whole list: `rows` with
their `shares`, `errands`, the `headline`, what is `refused` or `distant`; `arranged` puts its rows under headings; `first_errand`
is what stands first on it, for whoever shows no more; `spoken` is what it calls a row.
"""

from .arranged import Group, arranged
from .errands import FIRSTS, Errand
from .refused import Refusal
from .rows import Entry
from .settling import settling
from .shares import Share
from .sums import names, spoken
from .whole import Listing, first_errand, listing

__all__ = ["FIRSTS", "Entry", "Errand", "Group", "Listing", "Refusal", "Share", "arranged", "first_errand", "listing", "names", "settling",
           "spoken"]
