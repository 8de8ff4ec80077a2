"""Days and numbers of days as pages write them."""

from __future__ import annotations

import pytest
from django.utils import translation

from hanpo.core.templatetags.japanese import days_long


@pytest.mark.parametrize(
    ("days", "japanese", "english"),
    [
        (1, "1日", "1 day"),
        (30, "30日", "30 days"),
        (364, "364日", "364 days"),
        (1825, "1,825日（およそ5年）", "1,825 days (about 5 years)"),
        (548, "548日（およそ1.5年）", "548 days (about 1.5 years)"),
    ],
)
def test_a_long_keeping_is_told_in_years_too(days, japanese, english):
    with translation.override("ja"):
        assert days_long(days) == japanese
    with translation.override("en"):
        assert days_long(days) == english
