"""Whose workbook is it, of which form and version? What the stamps in its sheets say, and what is expected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hanpo.core.japanese import MunicipalityCodeError, municipality_by_code
from hanpo.forms.engine.definition import LANGUAGES, Form, Language
from hanpo.forms.engine.workbook.findings import BookRefused
from hanpo.forms.engine.workbook.grid import Grid, Sheet
from hanpo.forms.engine.workbook.layout import CONTROL_SHEET, Plan, layout
from hanpo.forms.engine.workbook.locate import answer_sheets
from hanpo.forms.engine.workbook.slots import FoundStamp, Slot, Stamp, read_stamp, slots

UNSTAMPED = (
    "様式の番号が見つからないため、質問の言葉から様式を見分けました。この市町・この調査の回答でよいか確かめてください。"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """The plan by which a book is read, what it says of itself, and what has to be confirmed about that."""

    plan: Plan
    slots: tuple[Slot, ...]
    stamp: Stamp
    foreign_sheets: frozenset[str]
    confirm: tuple[str, ...] = ()


@lru_cache(maxsize=64)
def _slots_of(form: Form) -> tuple[Slot, ...]:
    return slots(form)


@lru_cache(maxsize=64)
def _plan_of(form: Form, version: int, language: Language) -> Plan:
    return layout(form, Stamp(form.id, version, ""), language=language)


def identify(versions: Mapping[int, Form], grid: Grid, *, municipality: str, response: str) -> Identity:
    """What the book is. Raises `BookRefused` where it is another form's or municipality's, or contradicts itself."""
    found = {sheet.name: stamps for sheet in grid.sheets if (stamps := _stamps(sheet))}
    if not found:
        return _by_words(versions, grid, municipality, response)
    form_id = next(iter(versions.values())).id
    own = {
        name: [one for one in stamps if one.stamp.form == form_id and one.stamp.municipality == municipality]
        for name, stamps in found.items()
    }
    all_found = [one.stamp for stamps in found.values() for one in stamps]
    if not any(own.values()):
        raise BookRefused(_not_ours(all_found, form_id, municipality))
    foreign = frozenset(name for name, stamps in own.items() if not stamps)
    mine = {one.line: one for name, stamps in own.items() for one in stamps if name != CONTROL_SHEET} or {
        one.line: one for stamps in own.values() for one in stamps
    }
    if len(mine) > 1:
        raise BookRefused(
            "別の版や別の回答票のシートが混ざっています。送るシートだけを残して、もう一度送ってください。"
        )
    (stamped,) = mine.values()
    return _read_by(stamped, versions, foreign, response)


def _stamps(sheet: Sheet) -> list[FoundStamp]:
    stamps = (read_stamp(text) for _place, text in sheet.texts())
    return list({one.line: one for one in stamps if one is not None}.values())


def _read_by(stamped: FoundStamp, versions: Mapping[int, Form], foreign: frozenset[str], response: str) -> Identity:
    stamp = stamped.stamp
    form = versions.get(stamp.version)
    if form is None:
        raise BookRefused(
            f"この調査の第{stamp.version}版という様式はありません。送られてきた様式に入れ直してください。"
        )
    own = _slots_of(form)
    if not stamped.fits([slot.key for slot in own]):
        raise BookRefused("様式の番号が書きかえられています。送られてきた様式に入れ直して、もう一度送ってください。")
    confirm = []
    if response and stamp.response and stamp.response.partition(".")[0] != response:
        confirm.append(
            "以前に配られた様式、または別の回答票の様式です。今回の回答として受け取ってよいか確かめてください。"
        )
    language: Language = next((one for one in LANGUAGES if one == stamp.language), "ja")
    return Identity(_plan_of(form, stamp.version, language), own, stamp, foreign, tuple(confirm))


def _not_ours(stamps: Sequence[Stamp], form_id: str, municipality: str) -> str:
    if all(stamp.form != form_id for stamp in stamps):
        return "別の調査の様式です。この調査の様式に入れて送ってください。"
    other = next(stamp.municipality for stamp in stamps if stamp.form == form_id)
    return f"{_named(other)}の様式です。{_named(municipality)}に配られた様式に入れて送ってください。"


def _named(code: str) -> str:
    try:
        return f"{municipality_by_code(code).name}（{code}）"
    except MunicipalityCodeError:
        return f"団体コード{code or '不明'}"


def _by_words(versions: Mapping[int, Form], grid: Grid, municipality: str, response: str) -> Identity:
    """Without any stamp: the version whose questions are said most; to be confirmed as a whole."""
    best: tuple[int, int, Plan, Form] | None = None
    for version in sorted(versions, reverse=True):
        for language in versions[version].languages:
            plan = _plan_of(versions[version], version, language)
            found = answer_sheets(plan, grid, lambda _sheet: False)
            said = max((sum(bool(one.said(q.question)) for q in plan.questions.values()) for one in found), default=0)
            if said and (best is None or said > best[0]):
                best = (said, version, plan, versions[version])
    if best is None:
        raise BookRefused("この調査の様式が見つかりません。送られてきたExcelの様式に回答を入れて送ってください。")
    _said, version, plan, form = best
    stamp = Stamp(form.id, version, municipality, response, plan.stamp.language)
    return Identity(plan, _slots_of(form), stamp, frozenset(), (UNSTAMPED,))
