"""Files in and out of the hub."""

from hanpo.hub.files.minutes import UnreadableMinutes, read_minutes_file
from hanpo.hub.files.reports import report_pdf, report_title, report_word

__all__ = ["UnreadableMinutes", "read_minutes_file", "report_pdf", "report_title", "report_word"]
