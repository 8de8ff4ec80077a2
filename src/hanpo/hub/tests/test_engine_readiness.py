"""Rules of a gate."""

from hypothesis import given
from hypothesis import strategies as st

from hanpo.hub.engine.readiness import SETTLED, Criterion, Light, Shown, read_gate

VIEWS = ("technology", "business", "institution", "acceptance", "people")
CRITERIA = st.lists(
    st.builds(
        Criterion,
        key=st.integers(1, 10_000),
        view=st.sampled_from(VIEWS),
        statement=st.just("確かめた"),
        is_required=st.booleans(),
        shown=st.sampled_from(Shown),
    ),
    max_size=20,
    unique_by=lambda c: c.key,
)


def criterion(key: int, shown: Shown, view: str = "technology", *, required: bool = True) -> Criterion:
    return Criterion(key=key, view=view, statement=f"確認 {key}", is_required=required, shown=shown)


def test_a_view_nobody_looked_at_is_unknown_and_not_red():
    gate = read_gate(criteria=[criterion(1, Shown.NOT_LOOKED)], views=VIEWS)
    assert gate.views[0].light is Light.UNKNOWN


def test_a_required_criterion_not_met_makes_its_view_red():
    gate = read_gate(criteria=[criterion(1, Shown.NOT_MET), criterion(2, Shown.MET)], views=VIEWS)
    assert gate.views[0].light is Light.RED


def test_a_half_shown_view_is_amber():
    gate = read_gate(criteria=[criterion(1, Shown.MET), criterion(2, Shown.NOT_LOOKED)], views=VIEWS)
    assert gate.views[0].light is Light.AMBER


def test_what_is_not_needed_here_does_not_hold_the_gate():
    gate = read_gate(criteria=[criterion(1, Shown.MET), criterion(2, Shown.NOT_NEEDED)], views=VIEWS)
    assert gate.is_complete
    assert gate.views[0].light is Light.GREEN


def test_an_optional_criterion_never_holds_the_gate():
    gate = read_gate(criteria=[criterion(1, Shown.MET), criterion(2, Shown.NOT_MET, required=False)], views=VIEWS)
    assert gate.is_complete


def test_a_gate_without_criteria_is_not_complete_by_itself():
    assert not read_gate(criteria=[], views=VIEWS).is_complete


def test_the_next_smallest_step_is_what_is_half_shown_already():
    gate = read_gate(
        criteria=[criterion(1, Shown.NOT_MET), criterion(2, Shown.NOT_LOOKED), criterion(3, Shown.PARTLY, "people")],
        views=VIEWS,
    )
    assert gate.next_smallest is not None
    assert gate.next_smallest.key == 3


@given(CRITERIA)
def test_a_gate_is_complete_exactly_when_nothing_required_is_missing(criteria):
    gate = read_gate(criteria=criteria, views=VIEWS)
    required = [c for c in criteria if c.is_required]
    assert gate.is_complete == (bool(required) and all(c.shown in SETTLED for c in required))
    assert gate.shown + len(gate.missing) == gate.required


@given(CRITERIA)
def test_every_criterion_stands_in_exactly_one_view(criteria):
    gate = read_gate(criteria=criteria, views=VIEWS)
    assert sorted(c.key for view in gate.views for c in view.criteria) == sorted(c.key for c in criteria)


@given(CRITERIA)
def test_a_complete_gate_shows_no_red_or_amber_view(criteria):
    gate = read_gate(criteria=criteria, views=VIEWS)
    if gate.is_complete:
        assert {view.light for view in gate.views} <= {Light.GREEN, Light.UNKNOWN}
