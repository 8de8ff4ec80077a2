"""What the responses say together: counts, sums, medians, quotations, by groups, with small numbers hidden.

Missing answers are a line of their own and never dropped; every column has its n. `suppress` hides counts of few people
and so many others that no hidden one can be worked out from what is shown in the same table. It does not look at other
tables: the same question by two groupings, or a table before and after one response, may still be compared.
"""

from hanpo.forms.engine.aggregates.counting import by_item, by_value, cross, table, tables
from hanpo.forms.engine.aggregates.hiding import suppress
from hanpo.forms.engine.aggregates.tables import ALL, Column, Grouping, Line, Numbers, Quote, Table
from hanpo.forms.engine.aggregates.whole import form_tables, walked_tables

__all__ = [
    "ALL",
    "Column",
    "Grouping",
    "Line",
    "Numbers",
    "Quote",
    "Table",
    "by_item",
    "by_value",
    "cross",
    "form_tables",
    "suppress",
    "table",
    "tables",
    "walked_tables",
]
