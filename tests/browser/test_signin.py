"""Signing in as people do it: with password and telephone, with a passkey, from another house; and the end of a
session.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.totp.internal.auth import TOTP
from playwright.sync_api import CDPSession, Page, expect

from hanpo.config.oidc import origins_of
from hanpo.core.models import Person
from hanpo.core.tests import factories
from hanpo.portal.tests.identity_provider import Provider, Running
from tests.browser.steps import follow

Enter = Callable[[Person], Page]
NoBarriers = Callable[[Page], None]
PASSWORD = "a long password"

OPEN_PAGES = ["/account/login/", "/account/password/reset/", "/account/password/reset/done/", "/account/signup/",
              "/account/inactive/", "/account/3rdparty/login/cancelled/", "/account/3rdparty/login/error/",
              "/session/back/", "/about/", "/accessibility/", "/no-such-page/"]  # fmt: skip
OWN_PAGES = ["/design/", "/account/password/change/", "/account/2fa/", "/account/2fa/webauthn/", "/account/sessions/",
             "/account/reauthenticate/", "/account/logout/", "/account/email/", "/account/3rdparty/",
             "/audit/"]  # fmt: skip
WIDTHS = [1366, 390]


@pytest.fixture
def staff(live_page: Page) -> Person:
    return factories.person("section_staff")


@pytest.fixture
def authenticator(live_page: Page) -> Iterator[CDPSession]:
    """A virtual passkey device in the browser: it has a PIN or finger, and the person always agrees."""
    session = live_page.context.new_cdp_session(live_page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield session
    session.detach()


def type_password(page: Page, person: Person) -> None:
    page.goto("/account/login/")
    page.get_by_label("利用者ID").fill(person.username)
    page.get_by_label("パスワード", exact=False).first.fill(PASSWORD)
    follow(page.locator("#main").get_by_role("button", name="サインイン", exact=True))


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def expect_signed_in(page: Page, person: Person) -> None:
    expect(page.locator(".header").get_by_text(person.name, exact=True).first).to_be_visible()


def test_staff_without_a_second_factor_set_up_the_telephone_and_work(
    live_page, staff, settings, no_barriers: NoBarriers
):
    settings.REQUIRE_SECOND_FACTOR = True
    type_password(live_page, staff)
    expect(live_page.get_by_role("heading", name="二段階の確認", level=1)).to_be_visible()
    follow(live_page.get_by_role("link", name="設定する"))
    no_barriers(live_page)
    live_page.get_by_text("読み取れないとき").click()
    secret = live_page.locator(".totp code").inner_text()
    live_page.get_by_label("確認の数字").fill(code_of(secret))
    live_page.locator("#main").get_by_role("button", name="設定する").click()
    expect(live_page.get_by_role("heading", name="回復コード")).to_be_visible()
    expect(live_page.locator(".codes li")).to_have_count(10)
    no_barriers(live_page)
    live_page.goto("/design/")
    expect(live_page.get_by_role("heading", name="部品の見本")).to_be_visible()


def test_password_and_telephone_open_the_door(live_page, staff, no_barriers: NoBarriers):
    secret = totp.generate_totp_secret()
    TOTP.activate(staff, secret)
    type_password(live_page, staff)
    no_barriers(live_page)
    live_page.get_by_label("確認の数字").fill(code_of(secret))
    live_page.locator("#main").get_by_role("button", name="サインイン", exact=True).click()
    expect_signed_in(live_page, staff)


def test_a_passkey_is_registered_and_then_opens_the_door_without_a_password(
    live_page, staff, authenticator, no_barriers
):
    type_password(live_page, staff)
    expect_signed_in(live_page, staff)
    live_page.goto("/account/2fa/webauthn/add/")
    no_barriers(live_page)
    live_page.get_by_label("名前").fill("窓口のパソコン")
    live_page.get_by_label("パスワードなしで").check()
    live_page.get_by_role("button", name="登録する").click()
    expect(live_page.get_by_role("heading", name="回復コード")).to_be_visible()
    assert Authenticator.objects.get(user=staff, type="webauthn").wrap().name == "窓口のパソコン"
    live_page.context.clear_cookies()
    live_page.goto("/account/login/")
    live_page.get_by_role("button", name="パスキーでサインイン").click()
    expect_signed_in(live_page, staff)


def test_a_passkey_serves_as_the_second_step_after_the_password(live_page, staff, authenticator):
    type_password(live_page, staff)
    live_page.goto("/account/2fa/webauthn/add/")
    live_page.get_by_role("button", name="登録する").click()
    expect(live_page.get_by_role("heading", name="回復コード")).to_be_visible()
    live_page.context.clear_cookies()
    type_password(live_page, staff)
    expect(live_page.get_by_role("heading", name="二段階の確認")).to_be_visible()
    live_page.get_by_role("button", name="パスキー・セキュリティキーを使う").click()
    expect_signed_in(live_page, staff)


@pytest.fixture
def provider(live_page: Page, settings) -> Iterator[Provider]:
    """A provider of another house, allowed by the settings as an installation would."""
    with Running(preferred_username="taro") as running:
        settings.OIDC_PROVIDERS = running.settings()
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": settings.OIDC_PROVIDERS}
        }
        policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        policy = {**policy, "form-action": [*policy["form-action"], *origins_of(settings.OIDC_PROVIDERS)]}
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy}
        yield running


def test_single_sign_on_leads_out_and_back_under_the_content_security_policy(live_page, staff, provider, no_barriers):
    staff.username = "taro"
    staff.save()
    live_page.goto("/account/login/")
    no_barriers(live_page)
    live_page.get_by_role("button", name="職場のIDでサインイン").click()
    live_page.get_by_role("button", name="続ける").click()
    expect_signed_in(live_page, staff)
    assert provider.refused == []


def test_somebody_unknown_is_turned_away_kindly(live_page, provider, no_barriers: NoBarriers):
    live_page.goto("/account/login/")
    live_page.get_by_role("button", name="職場のIDでサインイン").click()
    live_page.get_by_role("button", name="続ける").click()
    expect(live_page.get_by_role("heading", name="利用者が見つかりません")).to_be_visible()
    no_barriers(live_page)


def test_the_page_of_the_lock_says_until_when(live_page, staff, no_barriers: NoBarriers):
    live_page.goto("/account/login/")
    for _attempt in range(5):
        live_page.get_by_label("利用者ID").fill(staff.username)
        live_page.get_by_label("パスワード", exact=False).first.fill("wrong")
        live_page.locator("#main").get_by_role("button", name="サインイン", exact=True).click()
    expect(live_page.get_by_role("heading", name="しばらくサインインできません")).to_be_visible()
    expect(live_page.get_by_text(re.compile(r"\d{2}:\d{2} からもう一度試せます"))).to_be_visible()
    no_barriers(live_page)


def test_a_wrong_password_leads_to_the_summary_of_errors_and_keeps_the_name(live_page, staff, no_barriers: NoBarriers):
    live_page.goto("/account/login/")
    live_page.get_by_label("利用者ID").fill(staff.username)
    live_page.get_by_label("パスワード", exact=False).first.fill("wrong")
    live_page.locator("#main").get_by_role("button", name="サインイン", exact=True).click()
    expect(live_page.locator("[data-error-summary]")).to_be_focused()
    expect(live_page.get_by_label("利用者ID")).to_have_value(staff.username)
    no_barriers(live_page)


def test_a_page_says_when_its_session_ends_and_loses_nothing(enter: Enter, staff, settings, live_server, no_barriers):
    settings.SESSION_IDLE_MINUTES = 1
    page = enter(staff)
    page.clock.install()
    page.goto("/design/")
    note = page.locator("#s-note")
    note.fill("書きかけの文")
    expect(page.get_by_text("まもなくサインインが切れます")).to_be_visible()
    no_barriers(page)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="続ける", exact=True).click()
    page.context.clear_cookies()
    page.clock.fast_forward("05:00")
    expect(page.get_by_text("サインインが切れました").first).to_be_visible()
    expect(note).to_have_value("書きかけの文")
    enter(staff)
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_text("サインインが切れました").first).to_be_hidden()
    expect(note).to_have_value("書きかけの文")


@pytest.mark.parametrize("width", WIDTHS)
def test_no_open_page_has_barriers_or_runs_over_the_edge(live_page, no_barriers: NoBarriers, width: int):
    live_page.set_viewport_size({"width": width, "height": 800})
    for path in OPEN_PAGES:
        live_page.goto(path)
        no_barriers(live_page)
        assert live_page.evaluate("() => document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("role", ["section_staff", "resident"])
def test_no_page_of_ones_own_has_barriers_or_runs_over_the_edge(enter: Enter, no_barriers: NoBarriers, role, width):
    page = enter(factories.person(role))
    page.set_viewport_size({"width": width, "height": 800})
    for path in OWN_PAGES:
        page.goto(path)
        no_barriers(page)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width, path
