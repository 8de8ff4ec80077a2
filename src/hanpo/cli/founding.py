"""Commands that begin a house and help people in again: found, import-sections, reset-second-factor."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hanpo.cli import console
from hanpo.core import clock, scope
from hanpo.core.actions.founding import HouseFounded, SectionLine, enter_sections, found_house
from hanpo.core.file_kinds import FileRefused, decoded_text
from hanpo.core.japanese import JapaneseRuleError, parse_date
from hanpo.core.models import Municipality, Person, Section
from hanpo.portal.signin.actions import forget_second_factors

CODE, NAME, PHONE, CLOSED, SUCCESSOR = "団体コード", "課", "電話番号", "廃止日", "後継の課"
"""The columns of a list of sections; the last three may be left out."""


@click.command(help=_("新しいサイトに、県と市町、最初の管理者を登録します。"))
@click.argument("username", metavar=_("利用者ID"))
@click.option("--name", required=True, help=_("最初の管理者の氏名。"))
@click.option("--email", required=True, help=_("最初の管理者のメールアドレス。"))
def found(*, username: str, name: str, email: str) -> None:
    """Enter the municipalities and the first administrator."""
    try:
        with scope.within(scope.EVERYWHERE):
            found_house(actor=None, username=username, name=name, email=email, today=clock.today())
    except HouseFounded:
        text = _("すでに利用者がいるため、何もしませんでした。人は「人と配属」の画面で登録してください。")
        console.fail(text, console.REFUSED)
    console.say(_("県と市町、最初の管理者 %s を登録しました。") % username)
    console.say(_("次に hanpo changepassword %s でパスワードを決めてください。") % username)


@click.command(
    "import-sections", help=_("課の一覧（CSV）を登録します。列：団体コード、課、電話番号、廃止日、後継の課。")
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_sections(*, file: Path) -> None:
    """Enter the sections that a list names: all of it or nothing."""
    try:
        lines = _lines(decoded_text(file.read_bytes()))
        with scope.within(scope.EVERYWHERE), transaction.atomic():
            changed = sum(_enter(place, lines) for place in Municipality.objects.filter(code__in=_codes(lines)))
    except (FileRefused, _Unreadable) as error:
        console.fail(str(error), console.REFUSED)
    except Section.DoesNotExist:
        console.fail(_("後継の課が見つからないものがあるため、何も登録しませんでした。"), console.REFUSED)
    console.say(_("%(lines)d行を読み、%(changed)d課を登録しました。") % {"lines": len(lines), "changed": changed})


@click.command(
    "reset-second-factor", help=_("電話機などをなくした人の、二段階の確認を外します。本人を確かめてから使います。")
)
@click.argument("username", metavar=_("利用者ID"))
def reset_second_factor(*, username: str) -> None:
    """Take the second factors of a person away, so that they set up new ones at the next sign-in."""
    person = Person.objects.filter(username=username).first()
    if person is None:
        console.fail(_("利用者ID %s は登録されていません。") % username, console.REFUSED)
    count = forget_second_factors(actor=None, person=person)
    console.say(_("%(name)sさんの二段階の確認を%(count)d個外し、サインイン中の端末をサインアウトしました。") % {
        "name": person.name, "count": count})  # fmt: skip


class _Unreadable(ValueError):
    """A line of the list cannot be read; the message names it and says what to do."""


def _lines(text: str) -> list[SectionLine]:
    rows = csv.DictReader(io.StringIO(text))
    if missing := [name for name in (CODE, NAME) if name not in (rows.fieldnames or ())]:
        raise _Unreadable(_("1行目に列「%s」がありません。") % "」「".join(missing))
    known = set(Municipality.objects.values_list("code", flat=True))
    return [_line(number, row, known) for number, row in enumerate(rows, start=2)]


def _line(number: int, row: Mapping[str, str | None], known: set[str]) -> SectionLine:
    told = {name: (row.get(name) or "").strip() for name in (CODE, NAME, PHONE, CLOSED, SUCCESSOR)}
    if told[CODE] not in known:
        raise _Unreadable(_("%(number)d行目：団体コード「%(code)s」の市町は登録されていません。") % {
            "number": number, "code": told[CODE]})  # fmt: skip
    if not told[NAME]:
        raise _Unreadable(_("%d行目：課の名前がありません。") % number)
    return SectionLine(municipality=told[CODE], name=told[NAME], phone=told[PHONE],
                       closed_on=_day(number, told[CLOSED]), successor=told[SUCCESSOR])  # fmt: skip


def _day(number: int, text: str) -> date | None:
    try:
        return parse_date(text) if text else None
    except JapaneseRuleError as error:
        raise _Unreadable(_("%(number)d行目：%(why)s") % {"number": number, "why": error}) from error


def _codes(lines: list[SectionLine]) -> set[str]:
    return {line.municipality for line in lines}


def _enter(place: Municipality, lines: list[SectionLine]) -> int:
    own = [line for line in lines if line.municipality == place.code]
    try:
        return enter_sections(actor=None, municipality=place, lines=own)
    except ValidationError as error:
        raise _Unreadable(f"{place.name}: {' '.join(error.messages)}") from error
