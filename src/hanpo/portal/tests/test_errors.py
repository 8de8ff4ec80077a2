"""What no database can hold is refused before anybody asks one, alike on SQLite and PostgreSQL."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hanpo.core.tests import factories

pytestmark = pytest.mark.django_db


def is_refused(answer) -> bool:
    return answer.status_code == 400 and "使えない文字" in answer.content.decode()


@pytest.fixture
def client(sign_in) -> Client:
    """A member of staff has signed in."""
    return sign_in(factories.person("section_staff"))


@pytest.mark.parametrize(
    "address", ["/%00", "/m/28%00/", "/search/?q=%00", "/search/?q=a&%00=b", "/people/?page=%00", "/account/login/?%00"]
)
def test_an_address_with_nul_is_refused(client, address):
    assert is_refused(client.get(address))
    assert is_refused(Client().get(address))


def test_an_address_that_only_writes_about_nul_is_answered(client):
    assert client.get("/search/?q=%2500").status_code == 200


@pytest.mark.parametrize("form", [{"language": "j\0"}, {"e\0mail": "x"}, {"email": "a\0@example.jp"}])
def test_a_form_with_nul_is_refused_whatever_its_fields_are(client, form):
    as_browsers_write = "&".join(f"{name}={value}".replace("\0", "%00") for name, value in form.items())
    assert is_refused(client.post("/settings/", form))
    assert is_refused(client.post("/settings/", as_browsers_write, content_type="application/x-www-form-urlencoded"))


def test_a_name_with_nul_is_refused_where_failed_sign_ins_are_counted():
    assert is_refused(Client().post("/account/login/", {"login": "jumin\0", "password": "x"}))


def test_a_session_with_nul_is_refused():
    client = Client()
    client.cookies.load(rf'{settings.SESSION_COOKIE_NAME}="\000bcdefghijklmnopq"')
    assert is_refused(client.get("/"))


def test_a_browser_whose_name_holds_nul_is_refused(client):
    assert is_refused(client.get("/", headers={"User-Agent": "a\0b"}))


def test_a_file_may_hold_nul(client):
    answer = client.post("/settings/", {"language": "ja", "file": SimpleUploadedFile("a.bin", b"a\0b")})
    assert not is_refused(answer)
