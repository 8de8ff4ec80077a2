"""The shape of answers: what one answer of each kind is, as plain JSON data.

| kind | value |
| --- | --- |
| text, calculated text | `str` |
| number, money, scale, calculated number | `str` of a plain decimal: `"30000"`, `"0.5"`; money in yen |
| date | `str`, ISO 8601 day: `"2024-04-01"` |
| choice | `{"id": "b"}`, or `{"id": "other", "text": "…"}` |
| multiple | `[{"id": "a"}, {"id": "other", "text": "…"}]`, in the order of the definition |
| matrix | `{"row id": "choice id"}` |
| table | `[{"column id": value}, …]` |
| address | `{"postal": "6600881", "prefecture": …, "city": …, "town": …, "rest": …, "building": …}` |
| person | `{"family": …, "given": …, "family_kana": …, "given_kana": …, "former": …, "alias": …}` (旧氏, 通称) |
| file | `{"file": number of the stored file, "name": …}` |
| signature | `{"name": …, "day": ISO day}`: typed by the signer; on paper it is written by hand |
| note | never has a value |
| any, where the item allows it | `{"absent": "undecided"}`: an answer that says there is none |

An item without an answer is not in the mapping at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

Value = Any
Answers = Mapping[str, Value]

OTHER: Final = "other"
"""The id of 「その他」 in choices."""

AbsenceKind = Literal["none", "undecided", "unknown"]


def absence_of(value: Value) -> AbsenceKind | None:
    """Which kind of "no answer" a value says, or `None` where it is an answer."""
    return value.get("absent") if isinstance(value, Mapping) else None
