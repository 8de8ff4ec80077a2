"""Files in and out of the hub."""

from hanpo.hub.files.minutes import UnreadableMinutes, read_minutes_file

__all__ = ["UnreadableMinutes", "read_minutes_file"]
