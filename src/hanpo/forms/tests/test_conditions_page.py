"""The builder of conditions: what is put together from rows."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hanpo.core import scope
from hanpo.core.tests import factories as ground
from hanpo.forms.tests import factories

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def clerk(amagasaki):
    return ground.person("section_staff", amagasaki)


@pytest.fixture
def draft(amagasaki):
    return factories.form(amagasaki)


def at(name, *arguments):
    return reverse(f"forms:{name}", args=arguments)


def page(client, name, *arguments):
    return client.get(at(name, *arguments))


def stored(row):
    with scope.within(scope.EVERYWHERE):
        return type(row).objects.get(pk=row.pk)


def test_a_condition_on_a_day_is_put_together_in_any_calendar(sign_in, clerk, draft):
    client = sign_in(clerk)
    rows = {"joined": "and", "item-0": "day", "operator-0": "<", "value-0": "令和9年1月15日"}
    shown = client.post(at("item_when", draft.pk, "name"), {**rows, "again": "1"}).content.decode()
    assert "「来たい日」が令和9年1月15日より前のとき" in shown
    assert client.post(at("item_when", draft.pk, "name"), rows).status_code == 302
    assert stored(draft).definition["sections"][1]["items"][0]["when"] == "${day} < date('2027-01-15')"
    assert 'value="2027-01-15"' in page(client, "item_when", draft.pk, "name").content.decode()


def test_a_condition_on_what_is_no_day_is_refused_in_words(sign_in, clerk, draft):
    rows = {"joined": "and", "item-0": "day", "operator-0": "<", "value-0": "来週"}
    answer = sign_in(clerk).post(at("item_when", draft.pk, "name"), rows)
    assert answer.status_code == 422
    assert "来たい日" in answer.content.decode()
