"""Staff need a second factor; a session that nobody uses ends, and pages can ask how long it lasts."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from hanpo.core.tests import factories
from hanpo.portal.templatetags.devices import device

MORNING = datetime(2026, 7, 1, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
PAGE = "/design/"


@pytest.fixture
def strict(settings):
    """An installation in service."""
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.mark.parametrize("role", ["section_staff", "supporter", "prefecture", "administrator"])
def test_staff_without_a_second_factor_are_led_to_set_one_up(db, strict, sign_in, role):
    client = sign_in(factories.person(role))
    assert client.get(PAGE).url == reverse("mfa_index")
    page = client.get(reverse("mfa_index"))
    assert page.status_code == 200
    assert "職員は、二段階の確認を設定してから使えます" in page.content.decode()


def test_staff_with_a_second_factor_go_on(db, strict, sign_in):
    person = factories.person("section_staff")
    totp.TOTP.activate(person, totp.generate_totp_secret())
    assert sign_in(person).get(PAGE).status_code == 200


def test_residents_may_do_without(db, strict, sign_in):
    assert sign_in(factories.person("resident")).get(PAGE).status_code == 200


def test_an_installation_may_do_without(db, sign_in):
    assert sign_in(factories.person("section_staff")).get(PAGE).status_code == 200


@pytest.mark.parametrize("name", ["account_logout", "mfa_activate_totp", "portal:session", "portal:about"])
def test_the_pages_one_needs_until_then_stay_open(db, strict, sign_in, name):
    answer = sign_in(factories.person("section_staff")).get(reverse(name))
    assert answer.status_code == 200 or answer.url.startswith(reverse("account_reauthenticate"))


def test_the_person_is_asked_for_once_a_session_and_not_on_every_page(db, strict, sign_in, django_assert_num_queries):
    person = factories.person("section_staff")
    totp.TOTP.activate(person, totp.generate_totp_secret())
    client = sign_in(person)
    client.get(PAGE)
    assert client.session["hanpo_second_factor"] is True


def test_a_session_that_nobody_uses_ends(db, sign_in, settings):
    settings.SESSION_IDLE_MINUTES = 30
    with time_machine.travel(MORNING, tick=False) as clock:
        client = sign_in(factories.person("section_staff"))
        client.get(PAGE)
        clock.shift(timedelta(minutes=29))
        client.get(PAGE)
        clock.shift(timedelta(minutes=29))
        assert "_auth_user_id" in client.session
        client.get(PAGE)
        clock.shift(timedelta(minutes=31))
        client.get(PAGE)
        assert "_auth_user_id" not in client.session


def test_requests_that_a_page_sends_by_itself_do_not_keep_a_session_alive(db, sign_in, settings):
    settings.SESSION_IDLE_MINUTES = 30
    with time_machine.travel(MORNING, tick=False) as clock:
        client = sign_in(factories.person("section_staff"))
        client.get(PAGE)
        for _minute in range(31):
            clock.shift(timedelta(minutes=1))
            client.get(PAGE, headers={"X-Background": "1"})
        assert "_auth_user_id" not in client.session


def test_a_page_can_ask_how_long_the_session_lasts_without_prolonging_it(db, sign_in, settings):
    settings.SESSION_IDLE_MINUTES = 30
    with time_machine.travel(MORNING, tick=False) as clock:
        client = sign_in(factories.person("section_staff"))
        client.get(PAGE)
        clock.shift(timedelta(minutes=20))
        assert client.get(reverse("portal:session")).json()["seconds_left"] == 600
        assert client.get(reverse("portal:session")).json()["seconds_left"] == 600


def test_a_person_can_go_on_with_the_session(db, sign_in, settings):
    settings.SESSION_IDLE_MINUTES = 30
    with time_machine.travel(MORNING, tick=False) as clock:
        client = sign_in(factories.person("section_staff"))
        client.get(PAGE)
        clock.shift(timedelta(minutes=20))
        answer = client.post(reverse("portal:session")).json()
    assert answer["seconds_left"] == 1800
    assert answer["token"]


def test_without_a_session_nothing_is_left(client, db):
    assert client.get(reverse("portal:session")).json() == {"seconds_left": 0}


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Windows（Edge）"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "iPhone（Safari）"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Android（Chrome）"),
        ("curl/8.0", "分からない端末"),
    ],
)
def test_a_device_is_named_as_its_owner_knows_it(user_agent, words):
    assert device(user_agent) == words
