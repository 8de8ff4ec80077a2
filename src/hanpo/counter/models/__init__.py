"""What the counter stores, by subject."""

from hanpo.counter.models.rules import RuleApproval, RuleDraft, RuleEdit, RuleEdition, RuleSection

__all__ = ["RuleApproval", "RuleDraft", "RuleEdit", "RuleEdition", "RuleSection"]
