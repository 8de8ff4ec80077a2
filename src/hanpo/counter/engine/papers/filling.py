"""The one filling of many papers: every question once, in the order in which a household can answer it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from hanpo.counter.engine.papers.papers import (
    ASKED_ROLES,
    PEOPLE_TABLE,
    THE_PERSON,
    Filled,
    Paper,
    Vocabulary,
    Who,
    chosen,
    is_of_person,
    is_place,
)
from hanpo.forms.engine.definition import Choice, Form, Item, Kind, Section, Words
from hanpo.forms.engine.united import sameness


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One id that stands for different questions on two papers, so that one answer cannot serve both."""

    item_id: str
    papers: tuple[str, str]


def disagreements(papers: Iterable[Paper], vocabulary: Vocabulary) -> tuple[Disagreement, ...]:
    """Where papers ask different things under one id: another kind of answer, another unit or other choices."""
    seen: dict[str, tuple[str, Item]] = {}
    found = []
    for paper in papers:
        for item in _own(paper, vocabulary):
            first = seen.setdefault(item.id, (paper.key, item))
            if sameness(first[1]) != sameness(item) or _choices(first[1]) != _choices(item):
                found.append(Disagreement(item.id, (first[0], paper.key)))
    return tuple(found)


def one_filling(papers: Sequence[Paper], filled: Filled, vocabulary: Vocabulary) -> Form:
    """The questions of all papers for the people of a household: who comes, each person, who each paper is about, what
    several papers share, and what each asks alone. Nothing that follows from another answer is asked.
    """
    times = Counter(item.id for paper in papers for item in _own(paper, vocabulary))
    asked = {item.id: item for paper in reversed(papers) for item in _own(paper, vocabulary)}
    shared = [asked[one] for one in dict.fromkeys(_ids(papers, vocabulary)) if times[one] > 1]
    sections = [
        vocabulary.coming,
        *(_person(filled, one, vocabulary) for one in filled.people),
        Section(id="whom", title=vocabulary.whom, items=tuple(_whom(papers, filled, vocabulary))),
        Section(id="shared", title=vocabulary.shared, items=tuple(shared)),
        *(_alone(paper, filled, vocabulary, times) for paper in papers),
    ]
    kept = (replace(one, items=tuple(_allowed(one.items, filled))) for one in sections)
    sections = [section for section in kept if section.items]
    return Form(id="papers", title=Words("papers"), languages=("ja", "easy", "en"), sections=tuple(sections))


def extras(paper: Paper, vocabulary: Vocabulary) -> tuple[Item, ...]:
    """What a paper asks of each of its people beyond what is asked of everybody."""
    known = vocabulary.asked_of_people()
    found: dict[str, Item] = {}
    for item in paper.form.items():
        if item.kind is Kind.TABLE and item.id.startswith(PEOPLE_TABLE):
            found |= {column.id: column for column in item.columns if column.id not in known}
        prefix, _line, rest = item.id.partition("_")
        if prefix == THE_PERSON and rest not in known:
            found[rest] = item
    return tuple(found.values())


def _own(paper: Paper, vocabulary: Vocabulary) -> Iterator[Item]:
    """The questions about the household on a paper."""
    for item in paper.form.items():
        of_people = item.id.startswith((PEOPLE_TABLE, f"{THE_PERSON}_"))
        if not (of_people or item.kind is Kind.SIGNATURE or is_of_person(item.id, vocabulary)):
            yield item


def _ids(papers: Iterable[Paper], vocabulary: Vocabulary) -> Iterator[str]:
    for paper in papers:
        yield from (item.id for item in _own(paper, vocabulary))


def _choices(item: Item) -> frozenset[str]:
    return frozenset(one.id for one in item.choices)


def _person(filled: Filled, key: str, vocabulary: Vocabulary) -> Section:
    number = filled.people.index(key) + 1
    title = _filled_in(vocabulary.one_person, str(number))
    items = [_renamed(item, key) for item in vocabulary.person]
    return Section(id=key, title=title, items=tuple(items))


def _whom(papers: Sequence[Paper], filled: Filled, vocabulary: Vocabulary) -> Iterator[Item]:
    if len(filled.people) < 2:
        return
    people = tuple(Choice(id=one, label=_named(filled, one, vocabulary)) for one in filled.people)
    grown = tuple(one for one in people if not filled.is_minor(one.id)) or people
    used = {prefix for paper in papers for prefix in _roles_of(paper, vocabulary)}
    for role in ASKED_ROLES:
        if role in used and role in vocabulary.roles and len(grown) > 1:
            yield replace(vocabulary.roles[role], id=f"role_{role}", choices=grown)
    for paper in papers:
        if paper.who in {Who.SOME, Who.EACH}:
            label = paper.who_label or _filled_in(vocabulary.who.label, paper.title.ja)
            yield replace(vocabulary.who, id=f"who_{paper.key}", label=label, choices=people)


def _roles_of(paper: Paper, vocabulary: Vocabulary) -> set[str]:
    named = {found[0] for item in paper.form.items() if (found := is_of_person(item.id, vocabulary))}
    return named | {paper.signer}


def _alone(paper: Paper, filled: Filled, vocabulary: Vocabulary, times: Counter[str]) -> Section:
    own = [item for item in _own(paper, vocabulary) if times[item.id] == 1]
    for key in chosen(paper, filled):
        for item in extras(paper, vocabulary):
            made = _renamed(item, key)
            own.append(replace(made, label=_of_whom(made.label, _named(filled, key, vocabulary))))
    return Section(id=paper.key, title=paper.title, items=tuple(own))


def _named(filled: Filled, key: str, vocabulary: Vocabulary) -> Words:
    """A person to choose: the name so far, or the number in every language."""
    name = called(filled, key)
    return Words(name) if name else _filled_in(vocabulary.one_person, str(filled.people.index(key) + 1))


def _renamed(item: Item, key: str) -> Item:
    """The item as it is asked of one person; its conditions look at that person."""
    plain = item.id.removeprefix(f"{THE_PERSON}_")
    when = item.when.replace(f"${{{THE_PERSON}_", f"${{{key}_")
    return replace(item, id=f"{key}_{plain}", when=when)


def _of_whom(label: Words, whom: Words) -> Words:
    easy = f"{label.easy}（{whom.said('easy')}）" if label.easy else ""
    english = f"{label.en} ({whom.said('en')})" if label.en else ""
    return Words(f"{label.ja}（{whom.ja}）", easy, english)


def _filled_in(words: Words, what: str) -> Words:
    return Words(*(text.replace("{}", what) for text in (words.ja, words.easy, words.en)))


def called(filled: Filled, key: str) -> str:
    """What a person is called on the page: the name so far; empty where there is none."""
    for item in ("name", "other_name"):
        value = filled.of(key, item)
        if isinstance(value, dict) and (given := value.get("given") or value.get("family") or value.get("alias")):
            return str(given)
    roman = filled.of(key, "roman")
    return str(roman) if roman else ""


def _allowed(items: Iterable[Item], filled: Filled) -> Iterator[Item]:
    """Under 支援措置 nothing that tells a place is asked here: the clerk hears it and keeps it out of every record."""
    for item in items:
        if not (filled.is_protected and is_place(item)):
            yield item
