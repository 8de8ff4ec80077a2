"""What the ground floor stores."""

from hanpo.core.models.adoption import Adoption, ModelPackage
from hanpo.core.models.audit import AuditEntry, AuditHead
from hanpo.core.models.base import Appended, AppendedRows, AppendOnly, HistoryIsAppended, MunicipalModel, Versioned
from hanpo.core.models.files import StoredFile
from hanpo.core.models.jobs import Job, JobState
from hanpo.core.models.notifications import Notification
from hanpo.core.models.people import Assignment, Person
from hanpo.core.models.places import Municipality, MunicipalityKind, OfficeDay, Section
from hanpo.core.models.prepared import PreparedState, PreparedWork
from hanpo.core.models.residents import AccessLogEntry, Consent, Household, Resident
from hanpo.core.models.search import Passage
from hanpo.core.models.shared import Group, SharedHistory, SharedRow

__all__ = [
    "AccessLogEntry",
    "Adoption",
    "AppendOnly",
    "Appended",
    "AppendedRows",
    "Assignment",
    "AuditEntry",
    "AuditHead",
    "Consent",
    "Group",
    "HistoryIsAppended",
    "Household",
    "Job",
    "JobState",
    "ModelPackage",
    "MunicipalModel",
    "Municipality",
    "MunicipalityKind",
    "Notification",
    "OfficeDay",
    "Passage",
    "Person",
    "PreparedState",
    "PreparedWork",
    "Resident",
    "Section",
    "SharedHistory",
    "SharedRow",
    "StoredFile",
    "Versioned",
]
