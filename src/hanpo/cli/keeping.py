"""Commands that save everything to one file and bring it back."""

from __future__ import annotations

import errno
from pathlib import Path

import click
from django.db import DatabaseError
from django.utils.translation import gettext as _

from hanpo.cli import console
from hanpo.core import backup as saving
from hanpo.core.deployment import note_backup

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(help=_("すべてのデータとファイルを、1つのファイルに控えます。"))
@click.argument("file", type=FILE)
def backup(*, file: Path) -> None:
    """Save everything to FILE."""
    if not file.absolute().parent.is_dir():
        console.fail(_("フォルダー %s がありません。") % file.absolute().parent, console.REFUSED)
    try:
        with console.steps(_("控え")) as step:
            saved = saving.write_backup(file, step=step)
    except OSError as error:
        console.fail(_("控えられませんでした（%(file)s）。%(why)s") % {"file": file, "why": _why(error)})
    except DatabaseError as error:
        text = _(
            "データベースを読めなかったため、控えられませんでした。hanpo migrate をしてあるか確かめてください（%s）。"
        )
        console.fail(text % error)
    note_backup(file)
    console.say(
        _(
            "%(file)s に控えました（%(rows)d行、ファイル%(files)d個、%(size).1fMB）。個人情報を含むため、大切に保管してください。"
        )
        % {"file": file, "rows": saved.rows, "files": saved.files, "size": saved.size / 1_000_000}
    )
    for name in saved.missing:
        console.say(_("置き場に見つからないファイルがありました： %s") % name)
    if saved.missing:
        raise SystemExit(console.PROBLEM)


def _why(error: OSError) -> str:
    """What stands in the way of writing, and what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _("空きが足りません。置き場を空けるか、ほかの置き場を指定してください。書きかけのファイルは消しました。")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _("書き込む権限がありません。書き込める置き場を指定してください。")
    return _("書きかけのファイルは消しました（%s）。") % (error.strerror or error)


@click.command(help=_("控えを、空のデータベースに戻します。"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(*, file: Path) -> None:
    """Bring FILE back into an empty, migrated database."""
    try:
        with console.steps(_("復元")) as step:
            restored = saving.restore_backup(file, step=step)
    except saving.Damaged as error:
        console.fail(
            "\n".join([_("控えのファイルが壊れています。次の部分が元のとおりではありません。"), *error.places]), 3
        )
    except saving.NotEmpty as error:
        text = _(
            "データベースが空ではないため、戻しませんでした（%s）。空のデータベースで hanpo migrate をしてからやり直してください。"
        )
        console.fail(text % ", ".join(error.tables), console.REFUSED)
    except saving.OtherVersion as error:
        text = _(
            "この控えは、別の版のHanpoで作られています（%s）。同じ版のHanpoで戻してから、新しい版に上げてください。"
        )
        console.fail(text % error, console.REFUSED)
    _tell(restored)


def _tell(restored: saving.Restored) -> None:
    console.say(_("戻しました（%(rows)d行、ファイル%(files)d個）。") % {"rows": restored.rows, "files": restored.files})
    for name in restored.missing:
        console.say(_("控えたときから無かったファイル： %s") % name)
    if restored.breaks:
        console.fail(_("監査記録のつながりが切れています： %s") % ", ".join(restored.breaks))
    console.say(_("監査記録のつながりを確かめました。検索の索引も作り直しました。"))
