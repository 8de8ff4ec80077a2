"""Reads cells in which something is chosen: one of a list, a mark beside a choice, several in one cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from hanpo.forms.engine.definition import Item, Language
from hanpo.forms.engine.values import OTHER
from hanpo.forms.engine.workbook import wording
from hanpo.forms.engine.workbook.entering import listed, numbered
from hanpo.forms.engine.workbook.outcomes import Outcome, doubtful, no_answer, read, refused, repaired
from hanpo.forms.engine.workbook.slots import Slot

CHOSEN: Final = frozenset("○ 〇 ◯ ◎ ● ⚪ ⭕ o O ○印 丸 まる マル ✓ ✔ ☑ ■ レ ﾚ yes はい 有 true 該当 1".split())
"""What people write beside a choice that they take."""

NOT_CHOSEN: Final = frozenset("× ✕ ✖ ☓ ☐ □ no いいえ 無 false 非該当 0 - ― － – — ー ｰ".split())
"""What people write beside a choice that they do not take."""

_JOINTS: Final = re.compile(r"[\n、，,;；/／・&＆\s　]+|と|及び|および|and")
_NUMBER_WORD: Final = re.compile(r"\(?(?:q|no\.?|番号)?(\d{1,2})\)?(?:番|[.．])?")
_MARKED: Final = re.compile(r"^[○〇◯●◎✓✔☑■]\s*|\s*[○〇◯●◎✓✔☑■]$")
_ENDING: Final = re.compile(r"[。．.、\s　]+$")
_OTHER_WITH_TEXT: Final = re.compile(
    r"(?:その他|そのほか|other)[\s　]*[(（:：、「][\s　]*(?P<text>.+?)[\s　]*[)）」]?$", re.I | re.S
)


@lru_cache(maxsize=4096)
def _choices_of(item: Item) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Folded texts → ids of the choices that they may mean: as printed, and without numbering. All languages."""
    exact: dict[str, set[str]] = {}
    bare: dict[str, set[str]] = {}
    for language in ("ja", "easy", "en"):
        for (choice, text), (_choice, _number, printed) in zip(
            listed(item, language), numbered(item, language), strict=True
        ):
            for way in (text, printed, choice.label.said(language)):
                exact.setdefault(wording.folded(way), set()).add(choice.id)
            bare.setdefault(wording.unnumbered(text), set()).add(choice.id)
    for choice in item.choices:
        if choice.is_retired:
            exact.setdefault(wording.folded(choice.label.ja), set()).add(choice.id)
    return {
        "exact": {text: frozenset(ids) for text, ids in exact.items()},
        "bare": {text: frozenset(ids) for text, ids in bare.items()},
    }


def _meant(item: Item, text: str) -> str | None:
    """The id of the one choice that a text names, by its words or its printed number."""
    ways = _choices_of(item)
    for way, key in (("exact", wording.folded(text)), ("bare", wording.unnumbered(text))):
        ids = ways[way].get(key, frozenset())
        if len(ids) == 1:
            (found,) = ids
            return found if way == "exact" or _agrees(item, found, text) else None
    return None if wording.folded(text) in ways["exact"] else _by_number(item, text)


def _agrees(item: Item, choice_id: str, text: str) -> bool:
    """Whether a number written before the words of a choice is its own: 「2 はい」 may be the second choice or はい."""
    written = re.match(r"\D{0,3}(\d+)", wording.folded(text).removesuffix(wording.unnumbered(text)))
    own = {choice.id: number for choice, number, _text in numbered(item, "ja")}
    return written is None or int(written[1]) == own.get(choice_id)


def _by_number(item: Item, text: str) -> str | None:
    """The choice of a printed number; none where labels are numbers themselves (1人, 2人 …)."""
    match = _NUMBER_WORD.fullmatch(wording.folded(text))
    if match is None or any(
        re.match(r"\d", wording.folded(c.label.ja)) and wording.own_number(c.label.ja) is None for c in item.choices
    ):
        return None
    by_number = {number: choice.id for choice, number, _text in numbered(item, "ja")}
    return by_number.get(int(match[1]))


def _label(item: Item, choice_id: str) -> str:
    texts = {choice.id: text for choice, text in listed(item, "ja")}
    retired = {choice.id: choice.label.ja for choice in item.choices}
    return texts.get(choice_id, retired.get(choice_id, choice_id))


def _is_retired(item: Item, choice_id: str) -> bool:
    return any(choice.id == choice_id and choice.is_retired for choice in item.choices)


def names_choice(item: Item, text: str) -> bool:
    """Whether a text is the label of a choice, as printed in some language."""
    return wording.folded(text) in _choices_of(item)["exact"]


def read_choice(slot: Slot, text: str, language: Language) -> Outcome:
    """One choice, by its words or its printed number."""
    item, written = slot.item, text.strip()
    if written in {shown for _choice, shown in listed(item, language)}:
        return _taken(item, next(c.id for c, shown in listed(item, language) if shown == written), "")
    tidy = _MARKED.sub("", _ENDING.sub("", unicodedata.normalize("NFKC", written))).strip()
    meant = _meant(item, written) or _meant(item, tidy)
    if meant is not None:
        return _taken(item, meant, f"「{written}」を「{_label(item, meant)}」と読みました。")
    several = _all_meant(item, written)
    if several:
        labels = "、".join(f"「{_label(item, one)}」" for one in several)
        return refused(f"「{written}」には{labels}の{len(several)}つがあります。この質問で選べるのは一つです。")
    return _dash(written) or _own_words(item, written, is_matrix=bool(slot.part.name))


def _taken(item: Item, choice_id: str, repair: str) -> Outcome:
    value = {"id": choice_id}
    if _is_retired(item, choice_id):
        return doubtful(
            value,
            f"「{_label(item, choice_id)}」は、いまは選べない選択肢です。選び直すか、このままでよいか確かめてください。",
        )
    return repaired(value, repair) if repair else read(value)


def _dash(written: str) -> Outcome | None:
    if wording.folded(written) in {"-", "--", "ー", "―", "—", "–", "未回答", "空欄", "無回答"}:
        return no_answer(f"「{written}」を「答えなし」と読みました。")
    return None


def _own_words(item: Item, written: str, *, is_matrix: bool) -> Outcome:
    """Words of one's own in place of a choice: 「その他」 where that is allowed, otherwise the nearest choice at most."""
    if item.has_other and not is_matrix:
        match = _OTHER_WITH_TEXT.match(unicodedata.normalize("NFC", written))
        if match:
            return repaired({"id": OTHER, "text": match["text"]}, f"「{written}」を「その他」とその内容に分けました。")
        return doubtful(
            {"id": OTHER, "text": written}, f"「{written}」は選択肢にありません。「その他」として受け取ります。"
        )
    labels = {_label(item, choice.id): choice.id for choice, _text in listed(item, "ja")}
    offered = "、".join(f"「{label}」" for label in labels)
    near = [label for label in labels if len(label) > 1 and wording.unnumbered(label) in wording.folded(written)]
    near = near or get_close_matches(written, labels, 1, 0.6)
    if len(near) == 1:
        return doubtful(
            {"id": labels[near[0]]}, f"「{written}」は選択肢にありません。「{near[0]}」のことか確かめてください。"
        )
    return refused(f"「{written}」は選択肢にありません。{offered}から一つ選んでください。")


def _all_meant(item: Item, text: str) -> tuple[str, ...]:
    """The choices that several words or numbers in one cell name, in order; empty where any is unknown."""
    for words in (text.splitlines(), _JOINTS.split(text), _mixed(text)):
        tokens = [_MARKED.sub("", token.strip()) for token in words if token.strip()]
        meant = [_meant(item, token) for token in tokens]
        if len(meant) > 1 and None not in meant:
            return tuple(one for one in _order(item) if one in meant)
    return ()


def _mixed(text: str) -> list[str]:
    """①③ and 「1.3」 without anything between."""
    if re.fullmatch(r"[①-⑳\s　]+", text):
        return [unicodedata.normalize("NFKC", c) for c in text if c.strip()]
    return [token for line in text.splitlines() for token in re.split(r"[、，,;；]", line)]


def _order(item: Item) -> Sequence[str]:
    return [choice.id for choice in item.choices] + [OTHER]


def read_several(slot: Slot, text: str, language: Language) -> Outcome:
    """Several choices in one cell, one to a line or with 、 between."""
    item = slot.item
    exact = {shown: choice.id for choice, shown in listed(item, language)}
    lines = [line.strip() for line in text.strip().splitlines()]
    if all(line in exact for line in lines):
        return read([one for one in _order(item) if one in {exact[line] for line in lines}])
    alone = _meant(item, text)
    several = (alone,) if alone else _all_meant(item, text)
    if several:
        labels = "、".join(f"「{_label(item, one)}」" for one in several)
        return repaired(list(several), f"「{text.strip()}」を{labels}と読みました。")
    return _dash(text.strip()) or refused(
        f"「{text.strip()}」のうちに、選択肢にないものがあります。一行に一つずつ選択肢の言葉を書いてください。"
    )


def several_in_mark(slot: Slot, text: str) -> tuple[str, ...]:
    """The choices that 「1、3」 or their words name when they were written into one cell of the block; otherwise none."""
    return _all_meant(slot.item, text)


def _number(slot: Slot) -> int:
    return next(number for choice, number, _text in numbered(slot.item, "ja") if choice.id == slot.part.name)


def read_mark(slot: Slot, text: str) -> Outcome:
    """A mark beside a choice."""
    written = unicodedata.normalize("NFC", text.strip())
    if written == "○":
        return read(True)
    folded = wording.folded(written)
    if written in CHOSEN or folded in CHOSEN or _meant(slot.item, written) == slot.part.name:
        if folded.isdecimal() and folded != str(_number(slot)):
            return doubtful(
                True, f"「{written}」が選んだ印か、選択肢の番号か分かりません。選ぶときは○を入れてください。"
            )
        return repaired(True, f"「{written}」を○と読みました。")
    if written in NOT_CHOSEN or folded in NOT_CHOSEN:
        return no_answer(f"「{written}」を「選ばない」と読みました。")
    return refused(f"「{written}」が選んだ印か分かりません。選ぶときは○を入れ、選ばないときは空けてください。")
