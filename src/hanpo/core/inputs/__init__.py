"""Parts of forms that every field may use: Japanese words and days, and forms of rows that two people may edit."""

from hanpo.core.inputs.rows import ALL, KEEP_THEIRS, Filter, PlainForm, RowChoice, RowForm, add_errors, names_only
from hanpo.core.inputs.words import DayField, Form, InOurWords, LongSelect, TypedNumber

__all__ = [
    "ALL", "KEEP_THEIRS", "DayField", "Filter", "Form", "InOurWords", "LongSelect", "PlainForm", "RowChoice", "RowForm",
    "TypedNumber", "add_errors", "names_only",
]  # fmt: skip
