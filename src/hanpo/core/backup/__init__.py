"""One file that holds everything of an installation, and its way back into an empty database of either kind.

The file is a zip: a manifest, a JSON line for every row (`tables/`), and the stored files (`files/`). The same content
gives the same bytes, whichever database it came from.
"""

from hanpo.core.backup.read import Damaged, NotEmpty, OtherVersion, Restored, check_backup, restore_backup
from hanpo.core.backup.write import Saved, write_backup

__all__ = [
    "Damaged",
    "NotEmpty",
    "OtherVersion",
    "Restored",
    "Saved",
    "check_backup",
    "restore_backup",
    "write_backup",
]
