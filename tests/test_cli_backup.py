"""`hanpo backup` and `hanpo restore`: what they say, and how they end."""

from __future__ import annotations

import errno
from collections.abc import Callable
from unittest.mock import Mock

import pytest
from click.testing import CliRunner, Result
from django.db import OperationalError, transaction

from hanpo.cli.commands import hanpo
from hanpo.core import audit, scope
from hanpo.core.backup import write_backup
from hanpo.core.models import Municipality
from hanpo.core.tests import factories

Run = Callable[..., Result]


@pytest.fixture
def run(db: None) -> Run:
    """Run a command of `hanpo` in this process."""
    return lambda *arguments: CliRunner().invoke(hanpo, [str(a) for a in arguments], catch_exceptions=False)


def test_a_backup_comes_back_into_an_empty_house(run, tmp_path, settings):
    settings.HOME = tmp_path
    with transaction.atomic():
        place = factories.municipality()
        audit.record(actor=None, verb="test", subject=place)
        ended = run("backup", tmp_path / "a.zip")
        transaction.set_rollback(True)
    assert ended.exit_code == 0
    assert "個人情報" in ended.output
    with transaction.atomic():
        ended = run("restore", tmp_path / "a.zip")
        assert (ended.exit_code, Municipality.objects.count()) == (0, 1)
        assert "監査記録のつながり" in ended.output
        transaction.set_rollback(True)


def test_a_house_with_rows_refuses_a_backup_and_says_why(run, tmp_path, amagasaki):
    with scope.within(scope.EVERYWHERE):
        write_backup(tmp_path / "a.zip")
    ended = run("restore", tmp_path / "a.zip")
    assert ended.exit_code == 3
    assert "空ではない" in ended.output


def test_a_damaged_backup_is_refused_and_the_place_is_named(run, tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK nothing")
    ended = run("restore", tmp_path / "a.zip")
    assert ended.exit_code == 3
    assert "壊れています" in ended.output


@pytest.mark.parametrize(
    "error,said",
    [
        (OSError(errno.ENOSPC, "No space left on device"), "空きが足りません"),
        (PermissionError(errno.EACCES, "Permission denied"), "書き込む権限がありません"),
        (OSError(errno.EIO, "Input/output error"), "控えられませんでした"),
        (OperationalError("no such table: core_person"), "データベースを読めなかった"),
    ],
)
def test_a_backup_that_cannot_be_written_says_why_and_counts_as_none(run, tmp_path, monkeypatch, settings, error, said):
    settings.HOME = tmp_path
    monkeypatch.setattr("hanpo.core.backup.write._fill", Mock(side_effect=error))
    ended = run("backup", tmp_path / "a.zip")
    assert (ended.exit_code, list(tmp_path.iterdir())) == (1, [])
    assert said in ended.output
    assert "Traceback" not in ended.output


def test_a_backup_into_no_folder_is_refused(run, tmp_path):
    assert run("backup", tmp_path / "nowhere" / "a.zip").exit_code == 3
