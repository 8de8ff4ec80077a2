"""What the forms store: drafts of forms, their published versions, responses, each entry made into a response, and the
workbooks that came back.
"""

from hanpo.forms.models.definitions import Audience, FormDraft, FormVersion
from hanpo.forms.models.responses import Channel, Deed, Response, ResponseEntry, ResponseState
from hanpo.forms.models.workbooks import IncomingWorkbook, WorkbookState

__all__ = [
    "Audience",
    "Channel",
    "Deed",
    "FormDraft",
    "FormVersion",
    "IncomingWorkbook",
    "Response",
    "ResponseEntry",
    "ResponseState",
    "WorkbookState",
]
