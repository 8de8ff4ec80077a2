"""Files in and out of the hub."""

from hanpo.hub.files.meetings import actions_file
from hanpo.hub.files.minutes import UnreadableMinutes, read_minutes_file
from hanpo.hub.files.problems import problems_file
from hanpo.hub.files.reports import report_files, report_lists, report_summary, report_title

__all__ = [
    "UnreadableMinutes",
    "actions_file",
    "problems_file",
    "read_minutes_file",
    "report_files",
    "report_lists",
    "report_summary",
    "report_title",
]
