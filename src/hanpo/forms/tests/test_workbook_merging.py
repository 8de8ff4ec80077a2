"""What a workbook changes in a response: three states compared, item by item."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hanpo.forms.engine.definition import Form, Item, Kind, Section, Words
from hanpo.forms.engine.workbook import Finding, Recovered, State, merge, read_recovered, recovered_data

TODAY = date(2026, 11, 23)
FORM = Form(
    id="f",
    title=Words("調査"),
    sections=(
        Section(id="s", items=(
            Item(id="staff", kind=Kind.NUMBER, label=Words("職員数"), unit="人"),
            Item(id="name", kind=Kind.TEXT, label=Words("担当")),
        )),
    ),
)  # fmt: skip


def cell(item, state=State.READ, value=None, found=""):
    return Finding(item, item, "回答", "D9", found, state, value, "")


def book(*cells, proposals=None, **answers):
    return Recovered(
        form="f", version=1, municipality="282022", response="1.1", answers=answers, proposals=proposals or {},
        findings=cells,
    )  # fmt: skip


def merged(read, *, base, current, **settings):
    return merge(FORM, read, base=base, current=current, today=TODAY, **settings)


def test_what_was_changed_in_the_workbook_alone_changes():
    (change,) = merged(book(cell("staff"), staff="5"), base={"staff": "3"}, current={"staff": "3"}).changes
    assert (change.before, change.after) == ("3", "5")


def test_what_was_changed_elsewhere_alone_stays():
    found = merged(book(cell("staff"), staff="3"), base={"staff": "3"}, current={"staff": "8"})
    assert (found.changes, found.collisions) == ((), ())


def test_what_was_changed_on_both_sides_is_shown_both():
    (one,) = merged(book(cell("staff"), staff="5"), base={"staff": "3"}, current={"staff": "8"}).collisions
    assert (one.theirs, one.mine) == ("8", "5")


def test_a_cell_that_was_emptied_takes_the_answer_away():
    (change,) = merged(book(cell("staff", State.BLANK)), base={"staff": "3"}, current={"staff": "3"}).changes
    assert change.after is None


def test_an_empty_cell_of_a_workbook_of_unknown_origin_says_nothing():
    assert merged(book(cell("staff", State.BLANK)), base=None, current={"staff": "3"}).changes == ()


def test_a_doubtful_cell_is_asked_about_with_what_is_proposed():
    read = book(cell("staff", State.DOUBTFUL, "100", "約100"), proposals={"staff": "100"})
    found = merged(read, base={}, current={})
    assert found.changes == ()
    assert [(one.item.id, one.proposal) for one in found.asked] == [("staff", "100")]


def test_a_refused_cell_is_never_taken_for_an_emptied_one():
    found = merged(book(cell("staff", State.REFUSED, None, "10～20")), base={"staff": "3"}, current={"staff": "3"})
    assert found.changes == ()
    assert [(one.proposal, one.before) for one in found.asked] == [(None, "3")]


def test_an_answer_of_an_older_version_that_does_not_fit_any_more_is_asked_about():
    found = merged(book(cell("staff"), staff="多い"), base=None, current={}, is_own_version=False)
    assert found.changes == ()
    assert found.asked[0].cells[0].state is State.REFUSED


def test_a_question_that_is_asked_no_more_is_told_and_left_out():
    found = merged(book(cell("gone", value="9", found="9"), gone="9"), base=None, current={})
    assert [one.item_id for one in found.left_out] == ["gone"]
    assert found.changes == ()


NUMBERS = st.sampled_from([None, "1", "2", "3"])


@given(base=NUMBERS, now=NUMBERS, said=NUMBERS)
def test_nothing_is_changed_that_the_workbook_did_not_change_and_nothing_of_others_is_lost(base, now, said):
    def answers(value):
        return {} if value is None else {"staff": value}

    read = book(cell("staff", State.BLANK if said is None else State.READ), **answers(said))
    found = merged(read, base=answers(base), current=answers(now))
    touched = [*found.changes, *found.collisions]
    assert bool(touched) == (said not in (base, now))
    assert bool(found.collisions) == (bool(touched) and base != now)


def test_what_no_database_takes_is_left_out_of_what_is_kept():
    kept = recovered_data(book(cell("name", found="山\0本\ud800"), name="山\0本"))
    assert kept["findings"][0]["found"] == "山本?"
    assert kept["answers"] == {"name": "山本"}


def test_what_was_read_is_kept_as_plain_data_and_comes_back_the_same():
    read = book(cell("staff", State.DOUBTFUL, "100", "約100"), cell("name"), proposals={"staff": "100"}, name="山本")
    assert read_recovered(recovered_data(read)) == read
