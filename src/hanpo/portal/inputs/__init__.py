"""The portal's forms: what people type, parsed and checked before an action is called."""

from hanpo.portal.inputs.lists import AuditFilter, PeopleFilter, SectionFilter, asked, page_of
from hanpo.portal.inputs.models import AdoptForm, PackageForm, PublishForm
from hanpo.portal.inputs.people import AssignmentForm, LastDayForm, LeavingForm, PersonForm, RotationDayForm
from hanpo.portal.inputs.residents import ConsentForm, PurposeForm, ResidentSearchForm, SettingsForm
from hanpo.portal.inputs.sections import CloseSectionForm, NewSectionForm, SectionForm
from hanpo.portal.inputs.work import DECLINE_REASONS, DeclineForm, DraftForm

__all__ = [
    "DECLINE_REASONS",
    "AdoptForm",
    "AssignmentForm",
    "AuditFilter",
    "CloseSectionForm",
    "ConsentForm",
    "DeclineForm",
    "DraftForm",
    "LastDayForm",
    "LeavingForm",
    "NewSectionForm",
    "PackageForm",
    "PeopleFilter",
    "PersonForm",
    "PublishForm",
    "PurposeForm",
    "ResidentSearchForm",
    "RotationDayForm",
    "SectionFilter",
    "SectionForm",
    "SettingsForm",
    "asked",
    "page_of",
]
