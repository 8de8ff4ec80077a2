"""Signing in with name, password and second factor; lock-out; mail; and that nobody lets himself in."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from hanpo.core.models import Person
from hanpo.core.tests import factories

PASSWORD = "a long password"
MORNING = datetime(2026, 7, 1, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture(autouse=True)
def fresh_counts():
    """Rate limits are counted in the cache; every test starts from nothing."""
    cache.clear()


@pytest.fixture
def staff(db) -> Person:
    return factories.person("section_staff")


def try_password(client: Client, name: str, password: str = PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": name, "password": password}, **more)


def code_of(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def with_app(person: Person) -> str:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)
    return secret


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_person_signs_in_with_name_and_password(client, staff):
    assert try_password(client, staff.username).status_code == 302
    assert is_signed_in(client)


def test_a_wrong_password_does_not_say_whether_the_name_exists(client, staff):
    known = try_password(client, staff.username, "wrong").content.decode()
    unknown = try_password(client, "nobody-here", "wrong").content.decode()
    said = [
        re.sub(r"nobody-here|csrfmiddlewaretoken[^>]+|X-CSRFToken[^}]+", "", page.replace(staff.username, ""))
        for page in (known, unknown)
    ]
    assert said[0] == said[1]


def test_the_second_factor_is_asked_before_anybody_is_in(client, staff):
    secret = with_app(staff)
    answer = try_password(client, staff.username)
    assert answer.url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    client.post(answer.url, {"code": code_of(secret)})
    assert is_signed_in(client)


def test_a_wrong_code_keeps_the_person_out(client, staff):
    with_app(staff)
    answer = try_password(client, staff.username)
    page = client.post(answer.url, {"code": "000000"})
    assert page.status_code == 200
    assert not is_signed_in(client)


def test_five_wrong_codes_close_the_second_step(client, staff):
    secret = with_app(staff)
    answer = try_password(client, staff.username)
    for _attempt in range(5):
        client.post(answer.url, {"code": "000000"})
    client.post(answer.url, {"code": code_of(secret)})
    assert not is_signed_in(client)


def test_a_recovery_code_works_once(client, staff):
    with_app(staff)
    RecoveryCodes.activate(staff)
    code = Authenticator.objects.get(user=staff, type="recovery_codes").wrap().get_unused_codes()[0]
    client.post(try_password(client, staff.username).url, {"code": code})
    assert is_signed_in(client)
    again = Client()
    again.post(try_password(again, staff.username).url, {"code": code})
    assert not is_signed_in(again)


def test_the_secret_of_the_app_is_not_readable_in_the_database(staff):
    secret = with_app(staff)
    assert secret not in str(Authenticator.objects.get(user=staff).data)


def test_five_wrong_passwords_lock_the_name_and_say_until_when(client, staff):
    with time_machine.travel(MORNING, tick=False):
        answers = [try_password(client, staff.username, "wrong") for _attempt in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    page = answers[-1].content.decode()
    assert "09:15" in page
    assert "15分" in page


def test_while_locked_the_right_password_is_refused_too_and_the_time_does_not_move(client, staff):
    with time_machine.travel(MORNING, tick=False) as clock:
        for _attempt in range(5):
            try_password(client, staff.username, "wrong")
        clock.shift(timedelta(minutes=10))
        refused = try_password(client, staff.username)
        assert refused.status_code == 429
        assert "09:15" in refused.content.decode()
        clock.shift(timedelta(minutes=6))
        try_password(client, staff.username)
        assert is_signed_in(client)


def test_a_lock_stops_neither_a_colleague_at_the_same_address_nor_the_person_elsewhere(client, staff):
    colleague = factories.person("section_staff")
    for _attempt in range(5):
        try_password(client, staff.username, "wrong")
    assert try_password(client, colleague.username).status_code == 302
    assert try_password(Client(), staff.username, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_nobody_can_sign_up(client, db):
    page = client.get(reverse("account_signup"))
    assert "自分で登録することはできません" in page.content.decode()
    client.post(reverse("account_signup"), {"username": "new", "password1": PASSWORD, "password2": PASSWORD})
    assert not Person.objects.filter(username="new").exists()


def test_somebody_who_left_cannot_sign_in(client, staff):
    staff.is_active = False
    staff.save()
    try_password(client, staff.username)
    assert not is_signed_in(client)


def test_a_forgotten_password_is_set_anew_by_mail(client, staff):
    client.post(reverse("account_reset_password"), {"email": staff.email})
    letter = mail.outbox[-1]
    assert letter.subject == "【半歩先】新しいパスワードを決めてください"
    assert staff.username in letter.body
    link = re.search(r"https?://\S+", letter.body).group()
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "tsuki to hoshi 7", "password2": "tsuki to hoshi 7"})
    try_password(client, staff.username, "tsuki to hoshi 7")
    assert is_signed_in(client)


def test_a_mail_to_an_unknown_address_says_so_without_offering_an_account(client, db):
    client.post(reverse("account_reset_password"), {"email": "stranger@example.jp"})
    assert "登録されていません" in mail.outbox[-1].subject
    assert "signup" not in mail.outbox[-1].body


def test_a_changed_password_is_told_by_mail_and_ends_other_sessions(client, staff, sign_in):
    elsewhere = sign_in(staff)
    try_password(client, staff.username)
    new = {"oldpassword": PASSWORD, "password1": "tsuki to hoshi 7", "password2": "tsuki to hoshi 7"}
    client.post(reverse("account_change_password"), new)
    assert "パスワードが変わりました" in mail.outbox[-1].subject
    assert elsewhere.get(reverse("account_change_password")).status_code == 302


def test_a_person_sees_and_ends_the_sessions_elsewhere(client, staff):
    elsewhere = Client()
    try_password(elsewhere, staff.username)
    try_password(client, staff.username)
    assert client.get(reverse("usersessions_list")).context["session_count"] == 2
    client.post(reverse("usersessions_list"))
    assert elsewhere.get(reverse("account_change_password")).status_code == 302
    assert client.get(reverse("account_change_password")).status_code == 200


def test_a_form_without_its_token_says_how_to_keep_what_was_typed(db):
    page = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "x", "password": "y"})
    assert page.status_code == 403
    assert "入力した内容は残っています" in page.content.decode()


def test_who_just_signed_in_is_not_asked_again_but_later_is(client, staff):
    with time_machine.travel(MORNING, tick=False) as clock:
        try_password(client, staff.username)
        assert client.get(reverse("mfa_activate_totp")).status_code == 200
        clock.shift(timedelta(minutes=10))
        assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))
