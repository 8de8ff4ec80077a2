"""What the council stores, by subject."""

from hanpo.council.models.base import CouncilHistory, CouncilRow
from hanpo.council.models.councils import Council, Membership

__all__ = ["Council", "CouncilHistory", "CouncilRow", "Membership"]
