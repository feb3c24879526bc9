"""What a Wenzhou household may claim under 温政发〔2022〕6号: `screen(household, as_of, parameters)`."""

from .content import Book, load
from .household import InputError
from .screen import Determination, Outcome, Outcomes, Screening, as_json, determine, outcomes, screen
from .yaml_reader import ContentError

__all__ = ["Book", "ContentError", "Determination", "InputError", "Outcome", "Outcomes", "Screening", "as_json", "determine", "load",
           "outcomes", "screen"]
