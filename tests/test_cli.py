"""The `hanpo` command: what it says, how it ends, and that it leaves nothing running."""

from __future__ import annotations

import gettext
import io
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.db import connection, transaction

from hanpo import cli, hub
from hanpo.cli import catalogues, processes
from hanpo.cli.commands import hanpo
from hanpo.core import audit, clock, demo, deployment, registry, scope
from hanpo.core.models import AuditEntry, AuditHead, Municipality, Notification, Section
from hanpo.core.registry import Draft, Fact
from hanpo.core.tests import factories
from hanpo.hub.models import Meeting, MinutesProposal, Programme

Run = Callable[..., Result]


@pytest.fixture
def run(db: None) -> Run:
    """Run a command of `hanpo` in this process."""
    return lambda *arguments: CliRunner().invoke(hanpo, [str(a) for a in arguments], catch_exceptions=False)


@pytest.fixture
def django_arguments(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What was handed on to Django."""
    handed: list[list[str]] = []
    monkeypatch.setattr("django.core.management.execute_from_command_line", handed.append)
    return handed


@pytest.mark.parametrize("typed", [["manage", "migrate", "core"], ["migrate", "core"]])
def test_unknown_commands_are_djangos(monkeypatch, django_arguments, typed):
    monkeypatch.setattr(sys, "argv", ["hanpo", *typed])
    cli.main()
    assert django_arguments == [["hanpo manage", "migrate", "core"]]


def test_the_demo_asks_for_no_second_factor_unless_told_to(monkeypatch):
    for given, used in ((None, "false"), ("true", "true")):
        monkeypatch.delenv("HANPO_REQUIRE_SECOND_FACTOR", raising=False)
        if given:
            monkeypatch.setenv("HANPO_REQUIRE_SECOND_FACTOR", given)
        monkeypatch.setattr(sys, "argv", ["hanpo", "demo", "--help"])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert ended.value.code == 0
        assert cli.os.environ["HANPO_REQUIRE_SECOND_FACTOR"] == used


def test_help_names_every_command():
    text = CliRunner().invoke(hanpo, ["--help"]).output
    assert all(
        name in text
        for name in ("demo", "serve", "worker", "prepare", "audit", "backup", "restore", "check-deployment")
    )


def test_the_demo_tells_first_where_to_begin(run, monkeypatch):
    monkeypatch.setattr("hanpo.cli.running.set_up", lambda: None)
    monkeypatch.setattr("hanpo.cli.running.run_all", lambda: None)
    monkeypatch.setattr("hanpo.core.demo.loading._of_fields", list)
    with transaction.atomic():
        told = run("demo", "--no-serve").output
        transaction.set_rollback(True)
    begin, everybody = told.split("全員（役割ごと）")
    assert [line.split("\t")[0] for line in begin.split("まずはここから")[1].splitlines()[2:] if line] == [
        "toyooka",
        "ken",
        "toyooka-dx",
        "jumin1",
    ]
    assert demo.PASSWORD in begin
    assert "ken2\t" not in begin
    assert "県\tken2\t越智 隆之\t" in everybody


def test_an_untouched_record_verifies_and_tells_its_last_hash(run, amagasaki):
    entry = audit.record(actor=None, verb="test", subject=amagasaki)
    ended = run("audit", "verify", "--expect", entry.hash.upper())
    assert ended.exit_code == 0
    assert "1行" in ended.output
    assert entry.hash in ended.output


def test_a_hash_that_was_noted_and_is_gone_is_told(run, amagasaki):
    audit.record(actor=None, verb="test", subject=amagasaki)
    ended = run("audit", "verify", "--expect", "ab" * 32)
    assert ended.exit_code == 1
    assert "作り直された" in ended.output


def test_a_record_cut_at_the_end_is_told(run, amagasaki):
    audit.record(actor=None, verb="test", subject=amagasaki)
    AuditHead.objects.update(length=2)
    ended = run("audit", "verify")
    assert ended.exit_code == 1
    assert "最後の行" in ended.output


MINUTES = Path(hub.__file__).parent / "demo_data" / "minutes" / "programme_2024-11-21.txt"


@pytest.fixture
def programme(prefecture: Municipality) -> Programme:
    """A programme of the prefecture."""
    with scope.within(scope.EVERYWHERE):
        return Programme.objects.create(
            host=prefecture, name="地域DX", starts_on=date(2024, 4, 1), ends_on=date(2025, 3, 31)
        )


@pytest.mark.usefixtures("programme")
def test_minutes_become_proposals_and_nothing_more(run):
    ended = run("import-minutes", MINUTES)
    assert ended.exit_code == 0, ended.output
    assert "/hub/" in ended.output
    with scope.within(scope.EVERYWHERE):
        assert MinutesProposal.objects.exists()
        assert not Meeting.objects.exists()


def test_minutes_without_a_programme_are_refused(run):
    assert run("import-minutes", MINUTES).exit_code == 3


@pytest.mark.usefixtures("programme")
def test_a_file_that_holds_no_text_is_refused_with_what_to_do(run, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    ended = run("import-minutes", tmp_path / "a.pdf")
    assert ended.exit_code == 3
    assert ".docx" in ended.output


class Greeter:
    key = "test.greet"
    label = "あいさつ"

    def prepare(self, *, municipality, today):
        yield Draft(key="hello", title="あいさつ", why=[Fact(text="理由")], effect="送ります",
                    minutes_saved=5, role="dx_office")  # fmt: skip


class Stumbler(Greeter):
    key = "test.stumble"

    def prepare(self, *, municipality, today):
        raise ZeroDivisionError


def test_preparing_sums_up_and_fails_where_a_preparer_stumbled(run, amagasaki, monkeypatch):
    found: dict[str, object] = {"test.greet": Greeter()}
    monkeypatch.setattr(registry, "preparers", lambda: found)
    ended = run("prepare")
    assert ended.exit_code == 0
    assert "あいさつ\t1\t0\t0" in ended.output
    assert "新しいおぜん立てはありません" in run("prepare").output
    found["test.stumble"] = Stumbler()
    ended = run("prepare")
    assert ended.exit_code == 1
    assert "尼崎市" in ended.output


def test_a_house_for_trying_is_not_fit_for_work_and_says_what_to_do(run, settings, tmp_path):
    settings.HOME = tmp_path
    ended = run("check-deployment")
    assert ended.exit_code == 1
    lines = {line.split("\t")[1]: line for line in ended.output.splitlines() if line.count("\t") == 3}
    assert lines["通信の暗号化"].startswith("要対応")
    assert "HANPO_HTTPS=true" in lines["通信の暗号化"]
    assert lines["デバッグ表示"].startswith("ok")


def finding(label: str) -> deployment.Finding:
    return next(found for found in deployment.findings() if label in found.label)


def test_a_backup_of_today_satisfies_the_check(db, settings, tmp_path):
    settings.HOME = tmp_path
    assert not finding("控え").is_ok
    deployment.note_backup(tmp_path / "a.zip")
    assert finding("控え").is_ok


def test_row_security_is_required_and_recognised(db):
    assert finding("行の保護").is_ok is (connection.vendor == "postgresql")


def test_text_is_sorted_by_code_point_on_every_database(amagasaki, everywhere, monkeypatch):
    for sign in deployment.SIGNS:
        factories.section(amagasaki, sign)
    assert list(Section.objects.order_by("name").values_list("name", flat=True)) == sorted(deployment.SIGNS)
    assert finding("並び順").is_ok
    monkeypatch.setattr(deployment, "sorted", lambda signs, **_how: sorted(signs, reverse=True), raising=False)
    assert finding("並び順").is_ok is (connection.vendor != "postgresql")


def test_a_clock_behind_the_last_deed_is_told(amagasaki, monkeypatch):
    audit.record(actor=None, verb="test", subject=amagasaki)
    assert finding("時計").is_ok
    early = deployment.clock.now().replace(year=2020)
    monkeypatch.setattr(deployment.clock, "now", lambda: early)
    assert not finding("時計").is_ok


def test_a_missing_typeface_is_told_with_its_package(db, monkeypatch):
    monkeypatch.setattr(deployment, "missing_fonts", lambda: ("BIZ UDGothic",))
    assert "fonts-morisawa-bizud-gothic" in finding("書体").remedy


def test_mail_that_cannot_be_reached_is_told(db, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert not finding("メール").is_ok


def test_a_demo_is_refused_in_a_house_where_people_work(run, monkeypatch):
    monkeypatch.setattr("hanpo.cli.running.set_up", lambda: None)
    factories.person()
    ended = run("demo", "--no-serve")
    assert ended.exit_code == 3
    assert "空のデータベース" in ended.output


def test_the_demo_tells_how_to_sign_in(run, monkeypatch):
    monkeypatch.setattr("hanpo.cli.running.set_up", lambda: None)
    monkeypatch.setattr("hanpo.core.demo.loading._of_fields", list)
    monkeypatch.setattr(registry, "preparers", dict)
    ended = run("demo", "--no-serve")
    assert ended.exit_code == 0
    assert demo.PASSWORD in ended.output
    assert "jumin1\t大畑 健\t多可町 住民" in ended.output
    assert AuditEntry.objects.filter(verb="load_demo:core").count() == 1
    with scope.within(scope.EVERYWHERE):
        assert not Notification.objects.filter(sent_at__gte=clock.now().replace(hour=0, minute=0)).exists()


def test_processes_started_together_are_stopped_together():
    sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]
    before = [signal.getsignal(number) for number in processes.STOPPERS]
    with processes.started(sleeper, sleeper) as house:
        assert house.is_whole()
    assert all(process.poll() is not None for process in house.running)
    assert [signal.getsignal(number) for number in processes.STOPPERS] == before


def test_when_one_process_ends_the_house_does_not_wait_for_the_other():
    sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]
    with processes.started(sleeper, [sys.executable, "-c", ""]) as house:
        assert not house.wait_for_end()
        assert not house.is_answering("127.0.0.1", 1)


HOUSE = """
import subprocess, sys
from hanpo.cli import processes
sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]
with processes.started(sleeper, sleeper) as house:
    print(*(process.pid for process in house.running), flush=True)
    sys.exit(not house.wait_for_end())
"""


@pytest.mark.parametrize("number", processes.STOPPERS)
def test_a_signal_even_sent_twice_leaves_nothing_running(number):
    house = subprocess.Popen([sys.executable, "-c", HOUSE], stdout=subprocess.PIPE, text=True)
    children = [int(pid) for pid in house.stdout.readline().split()]
    for _time in range(2):
        house.send_signal(number)
    assert house.wait(60) == 0
    assert len(children) == 2
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)


def test_the_server_opens_no_control_socket_in_the_home_of_the_user():
    assert "--no-control-socket" in processes.server_command("127.0.0.1:8000", 2)


CATALOGUE = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#: somewhere.py
msgid "期限"
msgstr "Due"

msgid ""
"二行の\n"
"文"
msgstr ""
"Two \"lines\"\n"
"of text"

msgctxt "month"
msgid "月"
msgstr "Month"

msgid "%(n)d件"
msgid_plural "%(n)d件"
msgstr[0] "%(n)d item"
msgstr[1] "%(n)d items"

#, fuzzy
msgid "あやふや"
msgstr "Doubtful"

msgid "訳なし"
msgstr ""

#~ msgid "古い"
#~ msgstr "Old"
"""


def test_a_compiled_catalogue_reads_as_gettext_reads_it():
    found = gettext.GNUTranslations(io.BytesIO(catalogues.compile_catalogue(CATALOGUE)))
    assert found.gettext("期限") == "Due"
    assert found.gettext("二行の\n文") == 'Two "lines"\nof text'
    assert found.pgettext("month", "月") == "Month"
    assert [found.ngettext("%(n)d件", "%(n)d件", n) for n in (1, 2)] == ["%(n)d item", "%(n)d items"]


@pytest.mark.parametrize("text", ["あやふや", "訳なし", "古い"])
def test_what_is_not_translated_stays_as_it_is(text):
    found = gettext.GNUTranslations(io.BytesIO(catalogues.compile_catalogue(CATALOGUE)))
    assert found.gettext(text) == text


def test_only_stale_catalogues_are_compiled(tmp_path: Path):
    source = tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE, encoding="utf-8")
    assert catalogues.compile_stale(tmp_path) == [source]
    assert catalogues.compile_stale(tmp_path) == []
