"""What the hub makes ready before anybody asks: silence broken, actions due, gates complete, agendas, monthly
reports.
"""

from hanpo.hub.preparers.actions_due import ActionDue
from hanpo.hub.preparers.agenda import NextAgenda
from hanpo.hub.preparers.gate_ready import GateReady
from hanpo.hub.preparers.monthly_report import MonthlyReport
from hanpo.hub.preparers.silence import Silence

PREPARERS = (Silence(), ActionDue(), GateReady(), NextAgenda(), MonthlyReport())

__all__ = ["PREPARERS", "ActionDue", "GateReady", "MonthlyReport", "NextAgenda", "Silence"]
