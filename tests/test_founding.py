"""The commands that begin a house, and that help somebody in again who lost the second factor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from click.testing import CliRunner, Result

from hanpo.cli import catalogues
from hanpo.cli.commands import hanpo
from hanpo.core import audit, deployment, scope
from hanpo.core.access import access_of
from hanpo.core.models import AuditEntry, Municipality, Person, Section
from hanpo.core.tests import factories

Run = Callable[..., Result]


@pytest.fixture
def run(db: None) -> Run:
    """Run a command of `hanpo` in this process."""
    return lambda *arguments: CliRunner().invoke(hanpo, [str(a) for a in arguments], catch_exceptions=False)


@pytest.fixture
def listed(tmp_path: Path) -> Callable[[str, str], Path]:
    """A list of sections as an office writes it."""

    def write(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "課.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def _finding(label: str) -> deployment.Finding:
    return next(found for found in deployment.findings() if label in found.label)


def _found(run: Run) -> Result:
    return run("found", "shokuin1", "--name", "西脇 朋子", "--email", "shokuin1@example.jp")


def test_a_new_house_gets_the_prefecture_its_41_municipalities_and_one_administrator(run):
    assert _found(run).exit_code == 0
    first = Person.objects.get()
    assert Municipality.objects.count() == 42
    assert access_of(first, today=date.today()).allows("core.manage_people", "284815")  # noqa: DTZ011 (Japan or not)
    assert not first.has_usable_password()
    assert audit.verify() == []


def test_a_house_without_an_administrator_is_not_fit_for_work(run):
    assert not _finding("管理者").is_ok
    _found(run)
    assert _finding("管理者").is_ok


@pytest.mark.parametrize(("https", "proxies", "is_ok"), [(True, 0, False), (True, 1, True), (False, 0, True)])
def test_a_proxy_that_speaks_https_must_be_counted(db, settings, https, proxies, is_ok):
    settings.IS_HTTPS, settings.ALLAUTH_TRUSTED_PROXY_COUNT = https, proxies
    assert _finding("中継の数").is_ok == is_ok


def test_translations_of_a_program_that_may_not_be_written_are_left_alone(tmp_path, monkeypatch):
    source = tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid "期限"\nmsgstr "due"\n', encoding="utf-8")
    monkeypatch.setattr("os.access", lambda _path, _mode: False)
    assert catalogues.compile_stale(tmp_path) == []
    assert not source.with_suffix(".mo").exists()


def test_a_house_with_people_is_not_founded_again(run):
    factories.person("dx_office")
    result = _found(run)
    assert result.exit_code == 3
    assert Person.objects.count() == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_sections_come_from_a_list_and_a_second_reading_changes_nothing(run, listed, encoding):
    factories.municipality("282090")
    text = "団体コード,課,電話番号\n282090,地域づくり課,0796-00-0000\n282090,都市交通課,\n"
    assert "2行を読み、2課" in run("import-sections", listed(text, encoding)).output
    assert "2行を読み、0課" in run("import-sections", listed(text, encoding)).output
    with scope.within(scope.EVERYWHERE):
        assert sorted(Section.objects.values_list("name", "version")) == [("地域づくり課", 1), ("都市交通課", 1)]


def test_a_renamed_section_is_closed_and_points_to_its_successor(run, listed):
    factories.section(factories.municipality("282022"), "観光振興担当")
    text = (
        "団体コード,課,電話番号,廃止日,後継の課\n"
        "282022,観光振興担当,,令和9年3月31日,観光地域づくり課\n282022,観光地域づくり課,,,\n"
    )
    assert run("import-sections", listed(text)).exit_code == 0
    with scope.within(scope.EVERYWHERE):
        closed = Section.objects.get(name="観光振興担当")
        assert (closed.closed_on, closed.successor.name) == (date(2027, 3, 31), "観光地域づくり課")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("課\n観光課\n", "団体コード"),
        ("団体コード,課\n999999,観光課\n", "2行目"),
        ("団体コード,課\n282022,観光課\n282022,\n", "3行目"),
        ("団体コード,課,廃止日\n282022,観光課,3/31\n", "2行目"),
        ("団体コード,課,後継の課\n282022,観光課,ない課\n", "後継の課"),
    ],
)
def test_a_list_that_cannot_be_read_changes_nothing(run, listed, text, says):
    factories.municipality("282022")
    result = run("import-sections", listed(text))
    assert (result.exit_code, says in result.output) == (3, True)
    with scope.within(scope.EVERYWHERE):
        assert not Section.objects.exists()


def test_a_lost_second_factor_is_taken_away_and_that_stays_on_record(run):
    person = factories.person("section_staff")
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "…"})
    assert run("reset-second-factor", person.username).exit_code == 0
    assert not Authenticator.objects.filter(user=person).exists()
    assert AuditEntry.objects.latest("sequence").old == {"second_factors": ["totp"]}


def test_a_name_that_nobody_has_is_refused(run):
    assert run("reset-second-factor", "nobody").exit_code == 3
