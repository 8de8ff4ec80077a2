"""The name of a municipality in the words of questions: written once, read wherever they are taken over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .catalogue import Catalogue, QuestionWords, Words

TOWN = "{town}"
"""Stands in the words of a question for the name of the municipality that asks it."""


def in_town(catalogue: Catalogue, town: Words) -> Catalogue:
    """The catalogue with its questions asked by a municipality, whose name is `town`."""
    return replace(catalogue, questions=tuple(_asked_in(question, town) for question in catalogue.questions))


def _asked_in(question: QuestionWords, town: Words) -> QuestionWords:
    return replace(
        question,
        ask=_named(question.ask, town),
        why=_named(question.why, town),
        boxes=_all_named(question.boxes, town),
        values=_all_named(question.values, town),
    )


def _all_named(several: Mapping[str, Words], town: Words) -> dict[str, Words]:
    return {key: _named(words, town) for key, words in several.items()}


def _named(words: Words, town: Words) -> Words:
    return Words(
        ja=words.ja.replace(TOWN, town.ja),
        easy=words.easy.replace(TOWN, town.easy),
        en=words.en.replace(TOWN, town.en),
    )
