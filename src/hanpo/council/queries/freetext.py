"""Reads of answers in words: the groups that are found, or those that a person put right, with every text's reply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from hanpo.council.engine.freetext import Answer, bundled, read
from hanpo.council.engine.results import Said
from hanpo.council.models import FreeTextEdit, FreeTextGroup, Survey, TextDeed
from hanpo.council.queries.results import asked_members
from hanpo.council.queries.results.live import asked_form
from hanpo.forms.engine.definition import Item, Kind

WORDS_IN_A_NAME = 3


@dataclass(frozen=True, slots=True)
class Wording:
    """Texts that say the same: `usual` in the words used most often, `near` in nearly the same words."""

    usual: tuple[Said, ...]
    near: tuple[Said, ...]

    @property
    def count(self) -> int:
        """How many say this."""
        return len(self.usual) + len(self.near)


@dataclass(frozen=True, slots=True)
class TextGroup:
    """A group of texts; `row` is `None` where nobody put the groups right yet."""

    name: str
    words: tuple[str, ...]
    texts: tuple[Said, ...]
    row: FreeTextGroup | None = None

    @property
    def wordings(self) -> list[Wording]:
        """The texts, those of nearly the same words together."""
        return wordings_of(self.texts)

    @property
    def replies(self) -> list[int]:
        """The numbers of the replies in it."""
        return [one.reply for one in self.texts]


@dataclass(frozen=True, slots=True)
class TextsOf:
    """The texts of a question: groups, the largest first; the rest that is in none; how many members wrote nothing."""

    item: Item
    groups: tuple[TextGroup, ...]
    rest: tuple[Said, ...]
    written: int
    blank: int
    is_kept: bool

    @property
    def rest_wordings(self) -> list[Wording]:
        """The rest, those of nearly the same words together."""
        return wordings_of(self.rest)


def wordings_of(texts: Iterable[Said]) -> list[Wording]:
    """Texts that say the same in nearly the same words side by side, in the order of their replies."""
    by_reply = {one.reply: one for one in texts}
    found = []
    for bundle in bundled(Answer(key=one.reply, text=one.text) for one in by_reply.values()):
        said = [by_reply[int(key)] for key in bundle.keys]
        usual = tuple(one for one in said if _letters(one.text) == _letters(bundle.text))
        found.append(Wording(usual, tuple(one for one in said if one not in usual)))
    return found


def _letters(text: str) -> str:
    return "".join(text.split())


def text_items(*, survey: Survey) -> list[Item]:
    """The questions that are answered in words."""
    return [item for item in asked_form(survey).items() if item.kind is Kind.TEXT]


def text_item(*, survey: Survey, item_id: str) -> Item | None:
    """A question that is answered in words, by its id."""
    return next((item for item in text_items(survey=survey) if item.id == item_id), None)


def texts_of(*, survey: Survey, item: Item) -> TextsOf:
    """The texts of a question. The same replies give the same groups; once a person put them right, theirs stand."""
    members = [one for one in asked_members(survey=survey) if one.answers is not None]
    said = {
        one.reply: Said(text=str((one.answers or {}).get(item.id) or ""), who=one.name, reply=one.reply)
        for one in members
    }
    written = {key: one for key, one in said.items() if one.text.strip()}
    rows = list(FreeTextGroup.objects.filter(survey=survey, item=item.id, merged_into__isnull=True))
    groups = [_kept(row, written) for row in rows] if rows else _found(written)
    grouped = {one.reply for group in groups for one in group.texts}
    return TextsOf(
        item=item,
        groups=tuple(sorted(groups, key=lambda one: (-len(one.texts), one.row.pk if one.row else 0))),
        rest=tuple(one for key, one in sorted(written.items()) if key not in grouped),
        written=len(written),
        blank=len(said) - len(written),
        is_kept=bool(rows),
    )


def text_of(*, survey: Survey, item: Item, reply: int) -> str:
    """What a reply says to a question in words; empty where it does not count or says nothing."""
    found = (one.answers for one in asked_members(survey=survey) if one.reply == reply)
    return str((next(found, None) or {}).get(item.id) or "")


def groups_of(*, survey: Survey, item_id: str) -> Sequence[FreeTextGroup]:
    """The groups of a question that a person keeps, without those that went into others."""
    return list(FreeTextGroup.objects.filter(survey=survey, item=item_id, merged_into__isnull=True).order_by("pk"))


def group_rows() -> QuerySet[FreeTextGroup]:
    """The groups of surveys that the current scope sees."""
    rows: QuerySet[FreeTextGroup] = FreeTextGroup.objects.select_related("survey__form", "survey__council")
    return rows.filter(merged_into__isnull=True)


def edits_of(*, survey: Survey, item_id: str) -> list[FreeTextEdit]:
    """What was done to the groups of a question, the latest first."""
    rows = FreeTextEdit.objects.filter(survey=survey, item=item_id).select_related("recorded_by", "undone_by")
    return list(rows)


def last_edit(*, survey: Survey, item_id: str) -> FreeTextEdit | None:
    """The edit that can be undone now: the latest that is neither undone nor itself an undoing."""
    rows = FreeTextEdit.objects.filter(survey=survey, item=item_id, undone_by__isnull=True)
    return rows.exclude(deed=TextDeed.UNDONE).first()


def texts_sent(*, survey: Survey) -> frozenset[int]:
    """The numbers of all replies that count."""
    return frozenset(one.reply for one in asked_members(survey=survey) if one.is_sent)


def _kept(row: FreeTextGroup, written: Mapping[int, Said]) -> TextGroup:
    texts = tuple(written[key] for key in row.replies if key in written)
    return TextGroup(row.name, tuple(row.words), texts, row)


def _found(written: Mapping[int, Said]) -> list[TextGroup]:
    reading = read(Answer(key=key, text=one.text) for key, one in written.items())
    return [
        TextGroup("・".join(theme.words[:WORDS_IN_A_NAME]), theme.words, tuple(written[int(key)] for key in theme.keys))
        for theme in reading.themes
    ]
