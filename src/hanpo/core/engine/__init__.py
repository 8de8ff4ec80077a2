"""What the ground floor works out without a database: the hash chain of the audit record."""

from hanpo.core.engine.chain import GENESIS, Break, Link, find_breaks, link_hash

__all__ = ["GENESIS", "Break", "Link", "find_breaks", "link_hash"]
