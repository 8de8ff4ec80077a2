"""How days, months and numbers of things are written on pages, in Japanese and in English."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils.translation import override


def written(template: str, language: str, **values: object) -> str:
    """What a page shows."""
    with override(language):
        return Template("{% load japanese %}" + template).render(Context(values))


@pytest.mark.parametrize(("number", "english"), [(0, "items"), (1, "item"), (5, "items"), ("1", "item")])
def test_one_thing_is_an_item_and_others_are_items(number: int | str, english: str):
    assert written("{{ n|pieces }}", "en", n=number) == english
    assert written("{{ n|pieces }}", "ja", n=number) == "件"


@pytest.mark.parametrize(("number", "english"), [(1, "row"), (2, "rows")])
def test_one_line_of_a_table_is_a_row(number: int, english: str):
    assert written("{{ n|lines }}", "en", n=number) == english
    assert written("{{ n|lines }}", "ja", n=number) == "行"


def test_a_month_of_any_year_is_called_by_its_name_in_english():
    assert written("{{ 4|month_name }}", "en") == "April"
    assert written('{{ 4|month_name:"short" }}', "en") == "Apr"
    assert written('{{ 4|month_name }}{{ 4|month_name:"short" }}', "ja") == "4月4月"


def test_numbers_of_lines_are_parted_as_the_language_does():
    assert written("{{ lines|listed }}", "en", lines="13、15") == "13, 15"
    assert written("{{ lines|listed }}", "ja", lines="13、15") == "13、15"


def test_the_head_of_a_printed_sheet_says_the_moment_in_the_form_of_other_days():
    assert written("{% wareki_now %}", "en").count("-") == 2
    assert written("{% wareki_now %}", "ja").startswith("R")
