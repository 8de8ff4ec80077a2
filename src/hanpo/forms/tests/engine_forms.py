"""Random forms and answers for the laws of the engine."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from hanpo.forms.engine.definition import Check, Choice, Form, Item, Kind, Section, Words

said = st.text(alphabet="あいう漢字abc 、。'\"", min_size=1, max_size=8).filter(lambda text: text.strip() == text)
words = st.one_of(
    said.map(Words), st.builds(Words, said, said, said), st.builds(lambda ja, en: Words(ja, en=en), said, said)
)
ids = st.from_regex("[a-z][a-z0-9_]{0,5}", fullmatch=True).filter(lambda one: one not in {"id", "absent", "other"})
choice_ids = st.from_regex("[a-z0-9][a-z0-9_-]{0,3}", fullmatch=True).filter(lambda one: one != "other")
choices = st.lists(
    st.builds(Choice, id=choice_ids, label=words, is_alone=st.booleans(), is_retired=st.booleans()),
    min_size=1,
    max_size=4,
    unique_by=lambda one: one.id,
).map(lambda found: (Choice(id=found[0].id, label=found[0].label), *found[1:]))
rows = st.lists(st.builds(Choice, id=ids, label=words), min_size=1, max_size=3, unique_by=lambda one: one.id).map(tuple)
numbers = st.one_of(st.none(), st.integers(-100, 100).map(Decimal), st.just(Decimal("0.5")))
COMMON = {
    "id": ids,
    "label": words,
    "help": st.just(Words()) | words,
    "why": st.just(Words()) | words,
    "required": st.booleans(),
    "absences": st.sampled_from([(), ("none",), ("undecided", "unknown")]),
    "checks": st.just(()) | st.builds(Check, rule=st.just("string-length(.) < 100"), message=words).map(lambda c: (c,)),
    "term": st.sampled_from(["", "person.name"]),
    "follows": st.sampled_from(["", "older"]),
}
bounds = st.tuples(numbers, numbers).map(
    lambda pair: pair if None in pair else (min(pair), max(pair))  # type: ignore[type-var]
)


def _numeric(kind: Kind) -> st.SearchStrategy[Item]:
    return bounds.flatmap(
        lambda pair: st.builds(
            Item,
            kind=st.just(kind),
            low=st.just(pair[0]),
            high=st.just(pair[1]),
            decimals=st.integers(0, 3),
            unit=st.sampled_from(["", "人", "時間"]) if kind is Kind.NUMBER else st.just(""),
            **COMMON,
        )
    )


texts = st.builds(
    Item, kind=st.just(Kind.TEXT), lines=st.integers(1, 5), most_characters=st.sampled_from([0, 100]), **COMMON
)
dates = st.builds(Item, kind=st.just(Kind.DATE), **COMMON)
chosen = st.builds(
    Item, kind=st.sampled_from([Kind.CHOICE, Kind.MULTIPLE]), choices=choices, has_other=st.booleans(), **COMMON
)
scales = st.builds(
    Item,
    kind=st.just(Kind.SCALE),
    steps=st.integers(2, 11),
    low_label=st.just(Words()) | words,
    high_label=st.just(Words()) | words,
    **COMMON,
)
columns = st.one_of(texts, _numeric(Kind.NUMBER), _numeric(Kind.MONEY), dates, chosen)
matrices = st.builds(Item, kind=st.just(Kind.MATRIX), choices=choices, rows=rows, **COMMON)
tables = st.builds(
    Item,
    kind=st.just(Kind.TABLE),
    columns=st.lists(columns, min_size=1, max_size=3, unique_by=lambda one: one.id).map(tuple),
    most_rows=st.integers(1, 30),
    **COMMON,
)
plain_kinds = st.builds(Item, kind=st.sampled_from([Kind.ADDRESS, Kind.PERSON, Kind.FILE, Kind.SIGNATURE]), **COMMON)
items = st.one_of(
    columns, scales, matrices, tables, plain_kinds, st.builds(Item, kind=st.just(Kind.NOTE), id=ids, label=words)
)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """A form without faults: items of every kind, conditions on an earlier choice, a calculated sum."""
    drawn = draw(st.lists(items, min_size=1, max_size=7, unique_by=lambda one: one.id))
    first = Item(
        id="first__", kind=Kind.CHOICE, label=Words("使いますか"), choices=(Choice(id="yes", label=Words("はい")),)
    )
    made = [first]
    for item in drawn:
        when = draw(st.sampled_from(["", "${first__} = 'yes'", "not(selected(${first__}, 'yes'))"]))
        made.append(_with(item, when=when))
    for item in drawn:
        if item.kind in {Kind.NUMBER, Kind.MONEY} and draw(st.booleans()):
            formula = f"${{{item.id}}} * 2 + 1"
            made.append(Item(id=f"{item.id}__2", kind=Kind.CALCULATED, label=Words("計算"), formula=formula))
    at = draw(st.integers(1, len(made)))
    sections = [Section(id="s1", title=draw(words), items=tuple(made[:at]))]
    if made[at:]:
        when = draw(st.sampled_from(["", "${first__} = 'yes'"]))
        sections.append(Section(id="s2", title=draw(words), note=draw(words), when=when, items=tuple(made[at:])))
    return Form(
        id="form",
        title=draw(words),
        intro=draw(st.just(Words()) | words),
        closing=draw(st.just(Words()) | words),
        languages=draw(st.sampled_from([("ja",), ("ja", "easy", "en")])),
        sections=tuple(sections),
    )


def _with(item: Item, **changes: object) -> Item:
    from dataclasses import replace

    return replace(item, **changes)  # type: ignore[arg-type]
