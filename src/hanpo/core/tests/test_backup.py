"""Backup and restore: the same bytes before and after, on either database, and damage is named."""

import json
import subprocess
import sys
import zipfile
from contextlib import contextmanager
from datetime import date

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from hanpo.core import audit, scope
from hanpo.core.actions.files import store_file
from hanpo.core.actions.notifications import notify
from hanpo.core.backup import Damaged, NotEmpty, OtherVersion, check_backup, restore_backup, tables, write_backup
from hanpo.core.models import AccessLogEntry, AuditEntry, Consent, Municipality, Person, Resident, Section
from hanpo.core.tests import factories

pytestmark = pytest.mark.django_db


@contextmanager
def undone():
    """Take back everything that the block wrote: history cannot be deleted, a transaction can be rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def fill_the_house():
    """A little of everything that is hard to carry: rare kanji, JSON, history, files, moments, long text."""
    place = factories.municipality("282022")
    clerk = factories.person("section_staff", place, section=factories.section(place))
    resident = factories.resident(place, is_protected=True)
    resident.name = "𠮷川 葛\U000e0100"
    resident.save()
    Consent.objects.create(resident=resident, purpose="相談\n\"引用\" \\ 'x'", data=["b", {"z": 1, "a": None}],
                           recipient="福祉課", since=date(2026, 4, 1))  # fmt: skip
    AccessLogEntry.objects.create(resident=resident, person=clerk, post="観光課", purpose="確認", data=["core"])
    notify(actor=clerk, people=[clerk], municipality=place, title="件名", body="本文")
    store_file(actor=clerk, name="記録.txt", content="議事録".encode(), municipality=place, permission="core.search")
    for n in range(5):
        audit.record(actor=clerk, verb="test", subject=place, new={"n": n, "数": [1.5, True]})


@pytest.fixture
def saved(tmp_path, everywhere):
    """A backup of a filled house, and an empty house again."""
    path = tmp_path / "saved.zip"
    with undone():
        fill_the_house()
        report = write_backup(path)
        assert report.missing == ()
    return path


def test_every_table_is_saved_or_left_out_for_a_reason():
    saved_labels = {model._meta.label for model in tables.saved_models()}
    assert {
        "core.Person",
        "core.AuditEntry",
        "core.AuditHead",
        "account.EmailAddress",
        "mfa.Authenticator",
    } <= saved_labels
    assert all(tables.LEFT_OUT.values())
    assert not saved_labels & set(tables.LEFT_OUT)
    assert {model._meta.label for model in apps.get_models(include_auto_created=True)} >= set(tables.LEFT_OUT)


def test_a_backup_that_breaks_off_leaves_nothing_half_written_and_the_earlier_one_as_it_was(saved):
    before = saved.read_bytes()

    def break_off(done, _total, _what):
        if done == 3:
            raise OSError(28, "no space left on device")

    with pytest.raises(OSError):
        write_backup(saved, step=break_off)
    assert [file.name for file in saved.parent.iterdir()] == [saved.name]
    assert saved.read_bytes() == before


def test_exports_before_and_after_are_the_same_bytes(saved, tmp_path):
    with undone():
        restored = restore_backup(saved)
        write_backup(tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == saved.read_bytes()
    assert (restored.files, restored.breaks, restored.missing) == (1, (), ())


@pytest.mark.django_db(transaction=True)
def test_a_house_at_work_is_saved_as_it_stands_at_one_moment(tmp_path):
    """As the command does it: no transaction is open yet, and the database has not been told the scope."""
    with scope.within(scope.NOWHERE):
        assert not Municipality.objects.exists()
    assert write_backup(tmp_path / "saved.zip").missing == ()


def test_the_same_content_gives_the_same_bytes(tmp_path, everywhere):
    with undone():
        fill_the_house()
        write_backup(tmp_path / "a.zip")
        write_backup(tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_what_comes_back_is_what_was_there(saved):
    default_storage.delete(next(iter(check_backup(saved)["files"]))["name"])
    with undone():
        restore_backup(saved)
        resident = Resident.objects.get()
        assert (resident.name, resident.address) == ("𠮷川 葛\U000e0100", "")
        assert Consent.objects.get().data == ["b", {"z": 1, "a": None}]
        assert audit.verify() == []
        name = next(iter(check_backup(saved)["files"]))["name"]
        assert default_storage.open(name).read().decode() == "議事録"


def test_the_guards_of_history_stand_after_a_restore(saved):
    with undone():
        restore_backup(saved)
        with pytest.raises(DatabaseError), transaction.atomic():
            AuditEntry.objects.filter(sequence=1).update(verb="other")


def test_new_rows_take_up_after_the_highest_key(saved):
    with undone():
        restore_backup(saved)
        highest = Section.objects.order_by("-pk").first().pk
        assert factories.section(Municipality.objects.get(), "新しい課").pk > highest
        assert Person.objects.create_user("next", name="次").pk > 0


def test_a_house_with_rows_is_not_overwritten(saved, toyooka):
    with undone(), pytest.raises(NotEmpty, match=r"core\.Municipality"):
        restore_backup(saved)
    assert Municipality.objects.get() == toyooka


def rewritten(path, change):
    """Write the zip anew with some members changed; `None` leaves a member out."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name, body in change(members).items():
        members[name] = body
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in members.items():
            if body is not None:
                archive.writestr(name, body)


def test_a_changed_row_is_named(saved):
    table = "tables/core.section.jsonl"
    rewritten(saved, lambda members: {table: members[table].replace("観光課".encode(), "偽の課".encode())})
    with undone(), pytest.raises(Damaged, match=rf"{table}: sha256"):
        restore_backup(saved)
    assert not Municipality.objects.exists()


def test_every_lost_part_is_named(saved):
    (stored,) = check_backup(saved)["files"]
    rewritten(saved, lambda _members: {"tables/core.person.jsonl": None, stored["member"]: None})
    with pytest.raises(Damaged) as found:
        check_backup(saved)
    assert len(found.value.places) == 2
    assert "core.person" in found.value.places[0]


@pytest.mark.parametrize("keep", [0, 100, 0.5, 0.99])
def test_a_file_cut_short_is_damaged(saved, keep):
    body = saved.read_bytes()
    saved.write_bytes(body[: keep if isinstance(keep, int) else int(len(body) * keep)])
    with pytest.raises(Damaged):
        check_backup(saved)


def test_a_flipped_bit_anywhere_in_a_part_is_found(saved):
    body = bytearray(saved.read_bytes())
    start = body.index(b"tables/core.auditentry.jsonl") + 60
    body[start] ^= 1
    saved.write_bytes(body)
    with pytest.raises(Damaged, match=r"core\.auditentry"):
        check_backup(saved)


def test_a_backup_of_another_form_of_tables_is_refused(saved):
    def older(members):
        manifest = json.loads(members["manifest.json"])
        manifest["migrations"]["core"] = ["0000_other"]
        return {"manifest.json": json.dumps(manifest).encode()}

    rewritten(saved, older)
    with undone(), pytest.raises(OtherVersion, match="core"):
        restore_backup(saved)


def test_a_file_that_the_storage_lost_is_reported_and_the_rest_is_saved(tmp_path, everywhere):
    with undone():
        place = factories.municipality("282022")
        file = store_file(actor=None, name="記録.txt", content=b"lost", municipality=place, permission="core.search")
        default_storage.delete(file.content.name)
        report = write_backup(tmp_path / "a.zip")
    assert report.missing == (file.content.name,)
    assert check_backup(tmp_path / "a.zip")["missing_files"] == [file.content.name]


def test_the_file_is_for_its_owners_eyes_alone(saved):
    assert saved.stat().st_mode & 0o077 == 0
    assert list(saved.parent.glob("*.part")) == []


ELSEWHERE = """
import sys
from pathlib import Path
import django
from django.apps import apps
from django.conf import settings
django.setup()
if sys.argv[3] == "no migrations":
    settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
from django.core.management import call_command
from hanpo.core import backup
call_command("migrate", run_syncdb=True, verbosity=0)
backup.restore_backup(Path(sys.argv[1]))
backup.write_backup(Path(sys.argv[2]))
"""
"""A house on another machine, in a process of its own."""


def test_a_fresh_sqlite_file_takes_the_backup_of_any_database_and_gives_it_back(saved, tmp_path):
    environment = {
        "PATH": "/usr/bin:/bin",
        "DJANGO_SETTINGS_MODULE": "hanpo.config.settings",
        "HANPO_HOME": str(tmp_path / "home"),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'other.sqlite3'}",
        "HANPO_SECRET_KEY": "x",
    }
    command = [sys.executable, "-c", ELSEWHERE, str(saved), str(tmp_path / "again.zip"), _migrations()]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "again.zip").read_bytes() == saved.read_bytes()


def _migrations():
    return "migrations" if any(tables.versions().values()) else "no migrations"
