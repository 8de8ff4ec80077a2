"""For random forms and answers: what is written into a workbook is read back exactly, in every language."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanpo.core.japanese import tidy_name, to_katakana, unify_long_vowels
from hanpo.forms.engine.answering import Read, read_typed
from hanpo.forms.engine.definition import Choice, Form, Item, Kind, Section, Words
from hanpo.forms.engine.workbook import Stamp, layout, recover
from hanpo.forms.engine.workbook.slots import ABSENT
from hanpo.forms.files.workbook import write_workbook
from hanpo.forms.files.workbook_reading import read_grid

MADE_AT = datetime(2026, 11, 23)  # noqa: DTZ001
TOWN = "282022"

letters = st.characters(
    codec="utf-8",
    categories=("L", "N", "P", "S", "Zs"),
    exclude_characters="\x7f�￾￿‐–—―−－ｰー",
)
plain_text = st.text(letters, min_size=1, max_size=40).map(str.strip).filter(bool)
ids = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
kanji = st.text(st.sampled_from("山本花子川田市町役所東西南北一二三"), min_size=1, max_size=6)
days = st.dates(date(1873, 1, 1), date(2199, 12, 31)).map(date.isoformat)
SIMPLE = (Kind.TEXT, Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.CHOICE, Kind.SCALE)
COMPOUND = (Kind.MULTIPLE, Kind.MATRIX, Kind.TABLE, Kind.ADDRESS, Kind.PERSON, Kind.SIGNATURE)


@st.composite
def words(draw):
    """A label, perhaps in three languages; labels may look alike, begin with numbers, or be formulas."""
    label = draw(st.one_of(kanji, st.sampled_from(("1. はい", "(2)件数", "=SUM(A1)", "その他", "なし", "10人", "①案"))))
    return Words(
        label, draw(st.sampled_from(("", f"{label} やさしい"))), draw(st.sampled_from(("", f"{label} in English")))
    )


@st.composite
def choices(draw):
    names = draw(st.lists(ids.filter(lambda name: name != "other"), min_size=1, max_size=5, unique=True))
    return tuple(Choice(id=name, label=draw(words())) for name in names)


@st.composite
def items(draw, name, kinds=(*SIMPLE, *COMPOUND)):
    kind = draw(st.sampled_from(kinds))
    columns = ()
    if kind is Kind.TABLE:
        names = draw(st.lists(ids, min_size=1, max_size=4, unique=True))
        inner = (*SIMPLE, Kind.MULTIPLE, Kind.ADDRESS)
        columns = tuple(draw(items(one, inner)) for one in names)
    return Item(
        id=name,
        kind=kind,
        label=draw(words()),
        help=Words(draw(st.sampled_from(("", "分かる範囲で\n答えてください")))),
        unit=draw(st.sampled_from(("", "人", "千円", "%"))) if kind is Kind.NUMBER else "",
        decimals=draw(st.integers(0, 3)) if kind is Kind.NUMBER else 0,
        choices=draw(choices()) if kind in (Kind.CHOICE, Kind.MULTIPLE, Kind.MATRIX) else (),
        has_other=kind in (Kind.CHOICE, Kind.MULTIPLE) and draw(st.booleans()),
        rows=draw(choices()) if kind is Kind.MATRIX else (),
        columns=columns,
        most_rows=draw(st.integers(1, 4)),
        steps=draw(st.integers(2, 10)),
        absences=draw(st.sampled_from(((), ("undecided",), ("none", "unknown")))),
    )


@st.composite
def forms(draw):
    names = draw(st.lists(ids, min_size=1, max_size=6, unique=True))
    asked = tuple(draw(items(name)) for name in names)
    return Form(
        id=draw(plain_text),
        title=draw(words()),
        languages=("ja", "easy", "en"),
        sections=(Section(id="first", title=draw(words()), items=asked[:3]), Section(id="second", items=asked[3:])),
    )


@st.composite
def answers(draw, item):
    if item.absences and draw(st.integers(0, 5)) == 0:
        return {"absent": draw(st.sampled_from(item.absences))}
    value = draw(VALUES[item.kind](item))
    if item.kind is Kind.TEXT and isinstance(value, str):
        outcome = read_typed(item, value)
        return outcome.value if isinstance(outcome, Read) and not outcome.repairs else "答え"
    return value


def _numbers(item):
    whole = st.integers(-(10**14), 10**14)
    if item.decimals:
        return st.decimals(-(10**9), 10**9, places=item.decimals).map(_plain)
    return st.one_of(whole, st.integers(10**15, 10**18)).map(str)


def _plain(number):
    text = f"{Decimal(number):f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _chosen(item):
    one = st.sampled_from([{"id": choice.id} for choice in item.choices])
    return st.one_of(one, kanji.map(lambda text: {"id": "other", "text": text})) if item.has_other else one


@st.composite
def _several(draw, item):
    taken = [{"id": one.id} for one in item.choices if draw(st.booleans())]
    if item.has_other and draw(st.booleans()):
        taken.append({"id": "other", "text": draw(kanji)})
    return taken or [{"id": item.choices[0].id}]


@st.composite
def _parts(draw, names):
    kept = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    made = {"postal": st.from_regex(r"[0-9]{7}", fullmatch=True), "day": days}
    found = {name: tidy_name(draw(made.get(name, kanji))) for name in names if name in kept}
    return {name: unify_long_vowels(to_katakana(text)) if "kana" in name else text for name, text in found.items()}


@st.composite
def _records(draw, item):
    found = []
    for _row in range(draw(st.integers(1, item.most_rows))):
        record = {one.id: draw(answers(one)) for one in item.columns if draw(st.booleans())}
        found.append(record or {item.columns[0].id: draw(answers(item.columns[0]))})
    return found


@st.composite
def _rows(draw, item):
    kept = [row.id for row in item.rows if draw(st.booleans())] or [item.rows[0].id]
    return {row: draw(st.sampled_from(item.choices)).id for row in kept}


VALUES = {
    Kind.TEXT: lambda _item: st.one_of(
        plain_text,
        st.sampled_from(("=1+1", "@x", "<r><t>a</t></r>", "'引用", "１行目\n2行目", "_x000D_", "007", "+81")),
    ),
    Kind.NUMBER: _numbers,
    Kind.MONEY: _numbers,
    Kind.DATE: lambda _item: days,
    Kind.SCALE: lambda item: st.integers(1, item.steps).map(str),
    Kind.CHOICE: _chosen,
    Kind.MULTIPLE: _several,
    Kind.MATRIX: _rows,
    Kind.TABLE: _records,
    Kind.ADDRESS: lambda _item: _parts(("postal", "prefecture", "city", "town", "rest", "building")),
    Kind.PERSON: lambda _item: _parts(("family", "given", "family_kana", "given_kana", "former", "alias")),
    Kind.SIGNATURE: lambda _item: _parts(("name", "day")),
}


@st.composite
def filled_forms(draw):
    form = draw(forms())
    given_answers = {item.id: draw(answers(item)) for item in form.items() if draw(st.integers(0, 4))}
    return form, given_answers, draw(st.sampled_from(("ja", "easy", "en")))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(filled_forms())
def test_what_was_written_into_a_workbook_is_read_back_exactly(filled):
    form, given_answers, language = filled
    plan = layout(form, Stamp(form.id, 7, TOWN, "回答1"), respondent="尼崎市", answers=given_answers, language=language)
    book = recover({7: form}, read_grid(write_workbook(plan, made_at=MADE_AT)), municipality=TOWN, response="回答1")
    assert dict(book.answers) == given_answers
    assert book.doubts == ()
    assert book.confirm == ()
    assert book.remarks == ()


def test_the_part_for_no_answer_has_a_name_that_no_choice_can_have():
    assert ABSENT.startswith("~")
