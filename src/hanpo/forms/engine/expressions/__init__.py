"""Conditions, checks and formulas, in the words of XLSForm: `${q1} = 'yes' and ${cost} > 1000`.

Parsed once, evaluated with `Decimal`, told in words, and taken apart for the condition builder. Names may have a part
after a point: `${table.column}`, `${matrix.row}`, `${person.family}`, `${any.absent}`.

Semantics follow XPath 1.0 as ODK reads it: an unanswered item is `''`; as a number it is NaN, and every comparison
with NaN but `!=` is false; a date counts as days since 1970-01-01. One thing differs on purpose: `sum`, `min` and `max`
pass over cells of a table that have no answer.

Sources: XLSForm (https://xlsform.org/), ODK XForms specification (https://getodk.github.io/xforms-spec/), XPath 1.0.
"""

from hanpo.forms.engine.expressions.evaluating import Result, as_number, as_text, as_truth, evaluate, holds, plain
from hanpo.forms.engine.expressions.parsing import MOST_TOKENS, parse
from hanpo.forms.engine.expressions.simple import Operator, Part, Simple, from_parts, simple_parts
from hanpo.forms.engine.expressions.syntax import (
    FUNCTIONS,
    Binary,
    Call,
    Expression,
    ExpressionError,
    Literal,
    Name,
    Negative,
    This,
    items_in,
    names_in,
    text,
    uses_this,
    uses_today,
    walk,
)
from hanpo.forms.engine.expressions.wording import in_words

__all__ = [
    "FUNCTIONS",
    "MOST_TOKENS",
    "Binary",
    "Call",
    "Expression",
    "ExpressionError",
    "Literal",
    "Name",
    "Negative",
    "Operator",
    "Part",
    "Result",
    "Simple",
    "This",
    "as_number",
    "as_text",
    "as_truth",
    "evaluate",
    "from_parts",
    "holds",
    "in_words",
    "items_in",
    "names_in",
    "parse",
    "plain",
    "simple_parts",
    "text",
    "uses_this",
    "uses_today",
    "walk",
]
