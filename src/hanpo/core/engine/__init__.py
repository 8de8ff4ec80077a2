"""What the ground floor works out without a database: the hash chain of the audit record, and the merge of models."""

from hanpo.core.engine.chain import GENESIS, Break, Link, find_breaks, link_hash
from hanpo.core.engine.merge import ABSENT, Conflict, Difference, Kind, Merge, difference, merge, same

__all__ = [
    "ABSENT",
    "GENESIS",
    "Break",
    "Conflict",
    "Difference",
    "Kind",
    "Link",
    "Merge",
    "difference",
    "find_breaks",
    "link_hash",
    "merge",
    "same",
]
