"""Application forms of which each value is entered once: the one filling of many papers, what each prints, who signs.

- `papers`: a paper, the people it is about, what was filled in; `filling`: the questions of all papers, each once.
- `printing`: the boxes of every sheet, each with where its value comes from; `signing`: who signs, who needs a mandate.
- `kana`: doubtful readings of names; `counting`: values entered beside values printed.
"""

from hanpo.counter.engine.papers.counting import Tally, tally
from hanpo.counter.engine.papers.filling import Disagreement, disagreements, one_filling
from hanpo.counter.engine.papers.kana import Doubt, doubts
from hanpo.counter.engine.papers.papers import Agent, Filled, Paper, Suggest, Vocabulary, Who, chosen
from hanpo.counter.engine.papers.printing import Box, Grid, Sheet, SheetPart, sheets
from hanpo.counter.engine.papers.signing import Signing, mandated, signing

__all__ = [
    "Agent",
    "Box",
    "Disagreement",
    "Doubt",
    "Filled",
    "Grid",
    "Paper",
    "Sheet",
    "SheetPart",
    "Signing",
    "Suggest",
    "Tally",
    "Vocabulary",
    "Who",
    "chosen",
    "disagreements",
    "doubts",
    "mandated",
    "one_filling",
    "sheets",
    "signing",
    "tally",
]
