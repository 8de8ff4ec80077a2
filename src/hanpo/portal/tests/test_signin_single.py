"""Single sign-on by OpenID Connect: only people already known come in, by the claim that the installation names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from hanpo.config.oidc import origins_of
from hanpo.core.models import AuditEntry
from hanpo.core.tests import factories
from hanpo.portal.tests.identity_provider import CLIENT_ID, Provider, Running

SignOn = Callable[[Client], object]


@pytest.fixture
def provider(db, settings) -> Iterator[Provider]:
    """A provider whose person is called as somebody of ours."""
    cache.clear()
    with Running(preferred_username="taro", email="taro@example.jp", email_verified=True) as running:
        use(settings, running)
        yield running


def use(settings, provider: Provider, **chosen) -> None:
    settings.OIDC_PROVIDERS = provider.settings(**chosen)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": settings.OIDC_PROVIDERS}}


def sign_on(client: Client):
    """Go the whole way: to the provider, through its page, and back."""
    away = client.post(reverse("openid_connect_login", args=["office"]))
    asked = {name: values[0] for name, values in parse_qs(urlsplit(away.url).query).items()}
    back = requests.post(away.url.split("?")[0], data=asked, allow_redirects=False, timeout=5)
    target = urlsplit(back.headers["Location"])
    return client.get(f"{target.path}?{target.query}")


def known_as(name: str, role: str = "section_staff"):
    person = factories.person(role)
    person.username = name
    person.save()
    return person


def test_a_known_member_of_staff_comes_in_and_is_linked_with_an_audit_row(client, provider):
    person = known_as("taro")
    sign_on(client)
    assert client.session["_auth_user_id"] == str(person.pk)
    assert SocialAccount.objects.get(user=person).uid == "subject-1"
    assert AuditEntry.objects.get(verb="link_identity").actor == person
    assert provider.refused == []


def test_once_linked_the_person_is_found_even_under_a_new_name(client, provider):
    person = known_as("taro")
    sign_on(client)
    provider.claims["preferred_username"] = "taro-of-another-section"
    again = Client()
    sign_on(again)
    assert again.session["_auth_user_id"] == str(person.pk)


def test_somebody_unknown_is_told_so_and_no_account_is_made(client, provider):
    answer = sign_on(client)
    assert answer.status_code == 403
    assert "登録がありません" in answer.content.decode()
    assert not SocialAccount.objects.exists()


def test_a_person_can_be_known_by_a_verified_address(client, provider, settings):
    use(settings, provider, person_claim="email", person_field="email")
    person = known_as("hanako")
    person.email = "taro@example.jp"
    person.save()
    sign_on(client)
    assert client.session["_auth_user_id"] == str(person.pk)


def test_an_unverified_address_opens_nothing(client, provider, settings):
    use(settings, provider, person_claim="email", person_field="email")
    provider.claims["email_verified"] = False
    person = known_as("hanako")
    person.email = "taro@example.jp"
    person.save()
    assert sign_on(client).status_code == 403


def test_a_provider_of_residents_never_opens_the_account_of_staff(client, provider, settings):
    use(settings, provider, people="residents")
    known_as("taro")
    assert sign_on(client).status_code == 403


def test_a_provider_of_residents_lets_residents_in(client, provider, settings):
    use(settings, provider, people="residents")
    person = known_as("taro", "resident")
    sign_on(client)
    assert client.session["_auth_user_id"] == str(person.pk)


def test_somebody_who_left_stays_out(client, provider):
    person = known_as("taro")
    person.is_active = False
    person.save()
    assert sign_on(client).status_code == 403


def test_a_token_meant_for_another_system_is_refused(client, provider):
    known_as("taro")
    provider.audience = "another-system"
    sign_on(client)
    assert "_auth_user_id" not in client.session


def test_a_token_signed_with_another_key_is_refused(client, provider):
    known_as("taro")
    provider.signing_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    sign_on(client)
    assert "_auth_user_id" not in client.session


def test_a_token_of_another_issuer_is_refused(client, provider):
    known_as("taro")
    provider.added = {"iss": "https://another.example.jp"}
    sign_on(client)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("end", [946684800, None])
def test_a_token_whose_time_is_over_or_never_ends_is_refused(client, provider, end):
    known_as("taro")
    provider.added = {"exp": end}
    sign_on(client)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("azp,is_taken", [(None, False), ("another-system", False), (CLIENT_ID, True)])
def test_a_token_for_several_systems_counts_only_when_it_was_issued_to_us(client, provider, azp, is_taken):
    known_as("taro")
    provider.added = {"aud": [CLIENT_ID, "another-system"], "azp": azp}
    sign_on(client)
    assert ("_auth_user_id" in client.session) is is_taken


@pytest.mark.parametrize("claim", ["iss", "aud", "exp", "iat", "sub"])
def test_a_token_that_leaves_a_claim_out_is_refused_and_not_an_error(client, provider, claim):
    known_as("taro")
    provider.left_out = (claim,)
    assert sign_on(client).status_code < 500
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("nonce", ["of another sign-in", None])
def test_a_token_that_answers_another_question_is_refused(client, provider, nonce):
    known_as("taro")
    provider.added = {"nonce": nonce}
    sign_on(client)
    assert "_auth_user_id" not in client.session


def test_facts_about_somebody_else_than_the_token_names_are_refused(client, provider):
    known_as("taro")
    provider.added = {"sub": "subject-2"}
    sign_on(client)
    assert "_auth_user_id" not in client.session


def test_an_access_token_alone_proves_nothing(client, provider):
    known_as("taro")
    provider.gives_id_token = False
    sign_on(client)
    assert "_auth_user_id" not in client.session


def test_a_token_without_a_key_id_is_refused_and_not_an_error(client, provider):
    known_as("taro")
    provider.key_id = None
    assert sign_on(client).status_code == 401
    assert "_auth_user_id" not in client.session


def test_a_code_brought_to_another_browser_is_worth_nothing(client, provider):
    known_as("taro")
    away = client.post(reverse("openid_connect_login", args=["office"]))
    asked = {name: values[0] for name, values in parse_qs(urlsplit(away.url).query).items()}
    back = requests.post(away.url.split("?")[0], data=asked, allow_redirects=False, timeout=5)
    target = urlsplit(back.headers["Location"])
    other = Client()
    other.get(f"{target.path}?{target.query}")
    assert "_auth_user_id" not in other.session


@pytest.mark.parametrize("vouches", [True, False])
def test_a_provider_that_asks_for_a_second_factor_itself_can_be_trusted_with_it(client, provider, settings, vouches):
    settings.REQUIRE_SECOND_FACTOR = True
    use(settings, provider, second_factor=vouches)
    known_as("taro")
    sign_on(client)
    assert client.get("/design/").status_code == (200 if vouches else 302)


def test_the_sign_in_page_offers_the_provider(client, provider):
    assert "職場のIDでサインイン" in client.get(reverse("account_login")).content.decode()


def test_forms_may_lead_to_the_providers_and_nowhere_else():
    providers = [
        {"settings": {"server_url": "https://id.example.jp/realms/office"}},
        {"settings": {"server_url": "https://a.example.jp", "sign_in_url": "https://login.example.jp/x"}},
    ]
    assert origins_of(providers) == ["https://a.example.jp", "https://id.example.jp", "https://login.example.jp"]
