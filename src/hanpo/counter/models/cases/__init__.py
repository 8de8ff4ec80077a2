"""Cases: one matter for many sections, visits of bereaved families, what goes to other systems."""

from hanpo.counter.models.cases.exports import (
    ExportBatch,
    ExportColumn,
    ExportFormat,
    ExportLine,
    ExportMapping,
    ExportReceipt,
    LineState,
)
from hanpo.counter.models.cases.visits import (
    Appointment,
    AppointmentState,
    BereavementCourse,
)
from hanpo.counter.models.cases.work import (
    OPEN_STATES,
    Case,
    CaseDeed,
    CaseState,
    CaseStep,
    CaseTask,
    CaseTaskState,
    CaseWay,
)

__all__ = [
    "OPEN_STATES",
    "Appointment",
    "AppointmentState",
    "BereavementCourse",
    "Case",
    "CaseDeed",
    "CaseState",
    "CaseStep",
    "CaseTask",
    "CaseTaskState",
    "CaseWay",
    "ExportBatch",
    "ExportColumn",
    "ExportFormat",
    "ExportLine",
    "ExportMapping",
    "ExportReceipt",
    "LineState",
]
