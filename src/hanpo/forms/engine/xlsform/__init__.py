"""XLSForm, the bridge to ODK, Kobo and other survey tools: forms as rows of the sheets survey, choices and settings.

What XLSForm has a column for stands there; the rest (retired choices, `follows`, terms …) stands as JSON in a column
`hanpo`, which other tools pass over. So a form written and read again is the same form, and a sheet edited elsewhere is
read with what was edited. Reading and writing files is done elsewhere.

Source: https://xlsform.org/ and the ODK XForms specification.
"""

from hanpo.forms.engine.xlsform.reading import from_xlsform
from hanpo.forms.engine.xlsform.sheets import Sheets
from hanpo.forms.engine.xlsform.writing import to_xlsform

__all__ = ["Sheets", "from_xlsform", "to_xlsform"]
