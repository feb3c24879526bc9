"""One household, one day, every entitlement: status, amount, reasons, what is missing, totals, next questions.

`determine` gives exact numbers and objects for the pages; `as_json` is the public contract; `outcomes` gives only
statuses, amounts and totals, for registers and for checking many households.
"""

from .contract import as_json
from .deciding import each_row, outcome, status_of
from .judge import reason_of
from .left import open_facts, open_limits, open_rows
from .notes import figure_note, missing_note, term_note, term_words
from .prepared import opened, read_day, read_parameters, rules_of, words_of
from .results import Determination, Outcome, Outcomes, Reason, Screening, Totals, Whose, suffix, weakest
from .sums import shares, totals_of
from .whole import determine, outcomes, screen

__all__ = ["Determination", "Outcome", "Outcomes", "Reason", "Screening", "Totals", "Whose", "as_json", "determine", "each_row",
           "figure_note", "missing_note", "open_facts", "open_limits", "open_rows", "opened", "outcome", "outcomes", "read_day",
           "read_parameters", "reason_of", "rules_of", "screen", "shares", "status_of", "suffix", "term_note", "term_words", "totals_of",
           "weakest", "words_of"]
