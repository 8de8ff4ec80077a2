"""Free answers put together by what they are about: repeatably, by words alone, every group with its real sentences.

Answers that say the same are merged and counted. The rest is compared by the words and character sequences it shares,
and grouped; what shares too little with others stays ungrouped. The groups are a first order for a person to go on
from: short answers that say the same in quite other words are not found to belong together.
"""

from hanpo.council.engine.freetext.answers import Answer, Bundle, Reading, Theme
from hanpo.council.engine.freetext.duplicates import bundled
from hanpo.council.engine.freetext.reading import read

__all__ = ["Answer", "Bundle", "Reading", "Theme", "bundled", "read"]
