"""Changing the counter: what the sections say, what was lived through, problems, what is wanted, steps, effects."""

from hanpo.counter.models.improving.effects import MOST_MINUTES, Measure, Timing
from hanpo.counter.models.improving.problems import CardKind, ProblemCard, RootCause, ToBe
from hanpo.counter.models.improving.steps import ImprovementStep, SectionVoice, StepNeed, StepState, Word
from hanpo.counter.models.improving.themes import Hearing, Improvement
from hanpo.counter.models.improving.walks import Phase, Walk, WalkStop

__all__ = [
    "MOST_MINUTES", "CardKind", "Hearing", "Improvement", "ImprovementStep", "Measure", "Phase",
    "ProblemCard", "RootCause", "SectionVoice", "StepNeed", "StepState", "Timing", "ToBe", "Walk", "WalkStop", "Word",
]  # fmt: skip
