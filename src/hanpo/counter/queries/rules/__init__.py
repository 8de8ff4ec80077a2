"""Reads of the rules: the book in force, the draft in the editor, its proof, what a change would change."""

from hanpo.counter.queries.rules.book import (
    NoRulesPublished,
    RuleBook,
    book_of,
    book_of_edition,
    confirmed_of,
    edition_on,
    editions,
    fingerprints_of,
    interview_over,
    sections_of,
)

__all__ = [
    "NoRulesPublished",
    "RuleBook",
    "book_of",
    "book_of_edition",
    "confirmed_of",
    "edition_on",
    "editions",
    "fingerprints_of",
    "interview_over",
    "sections_of",
]
