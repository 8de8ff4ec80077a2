"""Benefits for which a law gives the amount: what is paid in a month, by which clause, or why it cannot be said."""

from .answers import Answer, Benefit, Income, Limit, Part, Standing, Validity, Why, in_force
from .children import Child, ChildRates, child_allowance
from .disability import DisabilityLimits, DisabilityRates, Person, disability_benefit
from .single_parents import SingleParentChild, SingleParentRates, assessed_income, single_parent_allowance

__all__ = [
    "Answer", "Benefit", "Child", "ChildRates", "DisabilityLimits", "DisabilityRates", "Income", "Limit",
    "Part", "Person", "SingleParentChild", "SingleParentRates", "Standing", "Validity", "Why",
    "assessed_income", "child_allowance", "disability_benefit", "in_force", "single_parent_allowance",
]  # fmt: skip
