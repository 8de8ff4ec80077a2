"""The demo: the rules of Nishinomiya with two editions and some confirmations, and two cities that adopted them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from hanpo.core import clock
from hanpo.core.actions.adoption import adopt_model, publish_model
from hanpo.core.actions.rows import add_row
from hanpo.core.demo import backdate, office_day, office_moment
from hanpo.core.models import ModelPackage, Municipality, Person, Section
from hanpo.counter.actions.rules.editing import change_part, change_table, start_rules
from hanpo.counter.actions.rules.exchange import receive_rules
from hanpo.counter.actions.rules.publishing import (
    confirm_procedure,
    entrust_procedures,
    publish_edition,
)
from hanpo.counter.engine.rules import Input, Kind, Row, read_value
from hanpo.counter.engine.rules.content import catalogue_content, checksum, item_of, table_content
from hanpo.counter.files.rule_sheet import write_sheet
from hanpo.counter.files.seeds import catalogue
from hanpo.counter.models import RuleDraft
from hanpo.counter.queries.rules import sections_of
from hanpo.counter.queries.rules.drafts import desk_of, fingerprint_in

CITY = "282049"
KIND = "counter.rules"
DATA = Path(__file__).resolve().parent.parent / "demo_data" / "rules.yaml"


def load_rules(*, today: date) -> None:
    """Load the rules, in the order in which it happened."""
    content: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    for code, names in content["sections"].items():
        _sections(code, names)
    draft = _city_draft()
    package = None
    for number, edition in enumerate(content["editions"], start=1):
        _edit(draft, [one for one in content["edits"] if one["edition"] == number - 1])
        _publish(draft, edition, today)
        package = package or _model(draft, content["model"], edition, today)
    for said in content["confirmed"]:
        _confirm(draft, said)
    _edit(draft, [one for one in content["edits"] if one["edition"] is None])
    _ask_seals_of_all_who_moved(draft)
    _file(draft, content["file"])
    for entry in content["adopted"]:
        laid = [one for one in content["overlays"] if one["place"] == entry["place"]]
        _adopt(entry, laid, package, today)


def _sections(code: str, names: Mapping[str, str]) -> None:
    place = Municipality.objects.get(pk=code)
    known = {row.name: row for row in Section.objects.filter(municipality=place)}
    for key, name in names.items():
        if name not in known:
            known[name] = add_row(actor=None, row=Section(municipality=place, name=name))
        entrust_procedures(actor=None, municipality=place, key=key, section=known[name])


def _city_draft() -> RuleDraft:
    place = Municipality.objects.get(pk=CITY)
    content = catalogue_content(catalogue(), CITY)
    return start_rules(actor=None, municipality=place, name="西宮市の手続きの決まり", content=content)


def _edit(draft: RuleDraft, edits: list[dict[str, Any]]) -> None:
    person = Person.objects.get(username="nishinomiya-dx")
    for one in edits:
        stands = item_of(draft.content, "procedures", one["procedure"]) or {}
        change_part(
            actor=person, draft=draft, part="procedures", key=one["procedure"], seen=checksum(stands),
            after={**stands, one["field"]: one["value"]}, words=one["words"],
        )  # fmt: skip


def _ask_seals_of_all_who_moved(draft: RuleDraft) -> None:
    """Not published yet: whoever moved within the city is told of the seal as well, so that a change can be seen."""
    table = desk_of(draft=draft).tables["P006"]
    column = Input.of("address-here.is_new", Kind.BOOLEAN)
    inputs = tuple(column if one.name == "event_move_in" else one for one in table.inputs)
    change_table(
        actor=Person.objects.get(username="nishinomiya-dx"), draft=draft, table=replace(table, inputs=inputs),
        seen=checksum(table_content(table)), words="市内の転居でも、印鑑登録を案内する",
    )  # fmt: skip


def _publish(draft: RuleDraft, entry: Mapping[str, Any], today: date) -> None:
    publish_edition(
        actor=Person.objects.get(username=entry["by"]), draft=draft, note=entry["note"],
        in_force_from=office_day(today, entry["day"]),
    )  # fmt: skip


def _model(draft: RuleDraft, model: Mapping[str, str], edition: Mapping[str, Any], today: date) -> ModelPackage:
    at = office_moment(today, edition["day"] - 30, "14:10")
    with clock.telling(at):
        package = publish_model(
            actor=Person.objects.get(username=edition["by"]), municipality=draft.municipality, kind=KIND,
            object_id=str(draft.pk), **model,
        )  # fmt: skip
    backdate(package, published_at=at)
    return package


def _confirm(draft: RuleDraft, said: Mapping[str, Any]) -> None:
    procedure = desk_of(draft=draft).procedures[said["procedure"]]
    confirm_procedure(
        actor=Person.objects.get(username=said["by"]), draft=draft, procedure=procedure.key, note=said["note"],
        seen=fingerprint_in(draft=draft, procedure=procedure.key),
        section=sections_of(municipality=CITY).get(procedure.section),
    )  # fmt: skip


def _adopt(entry: Mapping[str, Any], laid: list[dict[str, Any]], package: ModelPackage | None, today: date) -> None:
    place, person = Municipality.objects.get(pk=entry["place"]), Person.objects.get(username=entry["by"])
    if package is None:
        return
    at = office_moment(today, entry["day"], "10:30")
    with clock.telling(at):
        adoption = adopt_model(actor=person, municipality=place, package=package, name=f"{place.name}の手続きの決まり")
    backdate(adoption, adopted_at=at)
    draft = RuleDraft.objects.get(pk=adoption.object_id)
    for one in laid:
        _lay_over(draft, person, one)
    _file(draft, {**laid[0], "by": entry["by"]})
    note = "西宮市のモデルを取り入れ、このまちの取扱いを上書きした。"
    _publish(draft, {"by": entry["by"], "note": note, "day": entry["published"]}, today)


def _file(draft: RuleDraft, one: Mapping[str, Any]) -> None:
    """A section sent its table back with a reason it would rather tell; it waits to be looked at."""
    table = desk_of(draft=draft).tables[one["procedure"]]
    rows = tuple(replace(row, because=one["because"]) for row in table.rows)
    receive_rules(
        actor=Person.objects.get(username=one["by"]), draft=draft, name=f"{table.key}.csv",
        body=write_sheet(replace(table, rows=rows)),
    )  # fmt: skip


def _lay_over(draft: RuleDraft, person: Person, one: Mapping[str, Any]) -> None:
    table = desk_of(draft=draft).tables[one["procedure"]]
    rows = tuple(_own(row, table.outputs[0].kind, one) if row.key == one["key"] else row for row in table.rows)
    change_table(
        actor=person, draft=draft, table=replace(table, rows=rows), seen=checksum(table_content(table)),
        words=one["words"],
    )  # fmt: skip


def _own(row: Row, kind: Any, one: Mapping[str, Any]) -> Row:
    results = tuple(read_value(text, kind) for text in one["results"])
    origin = replace(row.origin, source=one["source"])
    return replace(row, results=results, because=one["because"], origin=origin)
