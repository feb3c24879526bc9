"""Asking a household: only questions of which a fact can still change a row, in the order of content/questions.yaml.

There is no flow chart. What was chosen is kept as it was chosen (`Answers.records`); the facts follow from it by replaying
the records in the order of the questions (`heard`), then come the presumptions, then the household is screened, and a
question disappears when nothing hangs on it any more. An answer changed later is one record replaced: nothing else is lost.
"""

from .ask import may_change, of_question, refused, resized, to_ask, unasked, unclear, whose_again
from .bands import band_said
from .births import born_between, on_a_line
from .doubts import doubts
from .presumed import reopened
from .record import answer
from .replay import Heard, comes_of_answers, coming, heard, of_people, presumptions_that_matter, screened, taken_back
from .said import FAMILY, REFUSED, REST, SUM, UNSURE, Answers, Screen
from .topics import NARROW, beyond, left, next_topic, of_topic, page_of, standing, topic_of, weighed
from .unexpected import unlikely

__all__ = ["FAMILY", "NARROW", "REFUSED", "REST", "SUM", "UNSURE", "Answers", "Heard", "Screen", "answer", "band_said", "beyond",
           "born_between", "comes_of_answers", "coming", "doubts", "heard", "left", "may_change", "next_topic", "of_people", "of_question",
           "of_topic", "on_a_line", "page_of", "presumptions_that_matter", "refused", "reopened", "resized", "screened", "standing",
           "taken_back", "to_ask", "topic_of", "unasked", "unclear", "unlikely", "weighed", "whose_again"]
