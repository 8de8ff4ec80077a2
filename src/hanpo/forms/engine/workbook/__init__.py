"""The Excel round trip of a form: a workbook goes out, is filled in by people, and is read back by id.

`layout` plans the workbook that goes out; `recover` reads the grid of the one that came back, and `merge` compares it
with the response. Files are written and read in `hanpo.forms.files`.
"""

from hanpo.forms.engine.workbook.findings import BookRefused, Finding, Recovered, Remark
from hanpo.forms.engine.workbook.grid import Cell, Grid, Merge, Sheet
from hanpo.forms.engine.workbook.keeping import read_recovered, recovered_data
from hanpo.forms.engine.workbook.layout import Plan, layout
from hanpo.forms.engine.workbook.merging import Asked, Change, Collision, Merged, merge
from hanpo.forms.engine.workbook.outcomes import State
from hanpo.forms.engine.workbook.recover import recover
from hanpo.forms.engine.workbook.slots import Stamp

__all__ = [
    "Asked",
    "BookRefused",
    "Cell",
    "Change",
    "Collision",
    "Finding",
    "Grid",
    "Merge",
    "Merged",
    "Plan",
    "Recovered",
    "Remark",
    "Sheet",
    "Stamp",
    "State",
    "layout",
    "merge",
    "read_recovered",
    "recover",
    "recovered_data",
]
