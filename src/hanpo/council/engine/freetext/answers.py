"""What goes in and what comes out."""

from __future__ import annotations

from dataclasses import dataclass

Key = int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody wrote; `key` leads back to who it was and where it stands."""

    key: Key
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Answers that say the same in nearly the same words: `keys`, with the wording used most often."""

    text: str
    key: Key
    keys: tuple[Key, ...]

    @property
    def count(self) -> int:
        """How many answers say this."""
        return len(self.keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Answers about the same: the words that tell them from all others, and all bundles, the most central first."""

    words: tuple[str, ...]
    bundles: tuple[Bundle, ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        """All answers of this theme."""
        return tuple(key for bundle in self.bundles for key in bundle.keys)

    @property
    def count(self) -> int:
        """How many answers are about this."""
        return sum(bundle.count for bundle in self.bundles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All answers in order: themes, the largest first; the rest that belongs to none; and who left the field blank."""

    themes: tuple[Theme, ...]
    rest: tuple[Bundle, ...]
    blank: tuple[Key, ...]


def order(key: Key) -> tuple[bool, int, str]:
    """Where a key stands among all keys: numbers by size, then words. The one order in which everything is done."""
    return (True, 0, key) if isinstance(key, str) else (False, key, "")
