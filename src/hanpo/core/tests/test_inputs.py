"""Parts of forms."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from hanpo.core.inputs import DayField


@pytest.mark.parametrize("typed", ["令和8年4月1日", "R8.4.1", "2026/4/1", " 2026-04-01 ", "２０２６年４月１日"])
def test_a_day_is_typed_in_any_usual_japanese_form(typed):
    assert DayField().clean(typed) == date(2026, 4, 1)


def test_a_day_that_cannot_be_says_what_to_enter():
    with pytest.raises(ValidationError, match="のように入れてください"):
        DayField().clean("あした")


def test_an_empty_day_is_none_where_it_is_not_required():
    assert DayField(required=False).clean("") is None
