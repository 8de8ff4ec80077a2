"""What the forms store: drafts of forms, their published versions, responses, and each entry made into a response."""

from hanpo.forms.models.definitions import Audience, FormDraft, FormVersion
from hanpo.forms.models.responses import Channel, Deed, Response, ResponseEntry, ResponseState

__all__ = [
    "Audience",
    "Channel",
    "Deed",
    "FormDraft",
    "FormVersion",
    "Response",
    "ResponseEntry",
    "ResponseState",
]
