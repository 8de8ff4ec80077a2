"""The brain of forms: definitions, conditions, reading and checking answers, filling order, workbooks, aggregates.

Pure Python: no Django, no clock, no disk. Each module is named for what it works out:

- `definition`, `values`: what a form and an answer are; `reading`, `faults`, `order`: a form from data, and its faults.
- `expressions`: conditions, checks and formulas; `walking`: what is asked now; `answering`: what a person typed.
- `dictionary`, `prefill`: words that forms share, and answers known already.
- `editing`: changes to a form; `united`: what all its versions asked; `workbook`: forms as Excel workbooks and back.
- `xlsform`: the bridge to other survey tools; `aggregates`: tables of answers with small numbers hidden.
"""

from hanpo.forms.engine import (
    aggregates,
    answering,
    definition,
    dictionary,
    editing,
    expressions,
    faults,
    order,
    prefill,
    reading,
    united,
    values,
    walking,
    workbook,
    xlsform,
)

__all__ = [
    "aggregates",
    "answering",
    "definition",
    "dictionary",
    "editing",
    "expressions",
    "faults",
    "order",
    "prefill",
    "reading",
    "united",
    "values",
    "walking",
    "workbook",
    "xlsform",
]
