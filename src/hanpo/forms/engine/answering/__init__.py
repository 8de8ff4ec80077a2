"""Answers as people give them: what was typed is read, checked and shown again.

`read_typed` repairs what can mean one thing only and says what it did; what is doubtful it hands back with a proposal.
`check` says what is wrong with a value and what to do; `shown` puts a value into words.
"""

from hanpo.forms.engine.answering.checking import check
from hanpo.forms.engine.answering.numbers import absence_typed
from hanpo.forms.engine.answering.outcome import Read, Refused, number_text
from hanpo.forms.engine.answering.reading import read_typed
from hanpo.forms.engine.answering.showing import shown
from hanpo.forms.engine.answering.units import NoSuchConversionError, convert, known_units

__all__ = [
    "NoSuchConversionError",
    "Read",
    "Refused",
    "absence_typed",
    "check",
    "convert",
    "known_units",
    "number_text",
    "read_typed",
    "shown",
]
