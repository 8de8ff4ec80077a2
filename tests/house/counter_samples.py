"""Where the addresses of the counter take their arguments from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps

from tests.house.sampling import Arguments, NothingToShow, Sample, row


def place_code(place: str, **fixed: Any) -> Mapping[str, Any]:
    """The municipality by its code."""
    return {"code": place, **fixed}


def token_of(label: str, **more: str) -> Arguments:
    """The token of a municipality's first row of a model, with those of further models."""

    def found(place: str) -> Mapping[str, Any]:
        rows = {
            name: apps.get_model(model)._default_manager.filter(municipality=place).order_by("pk").last()
            for name, model in {"token": label, **more}.items()
        }
        if None in rows.values():
            raise NothingToShow(f"the demo has no {label} in {place}")
        return {name: getattr(one, "token") for name, one in rows.items()}  # noqa: B009 - of many models

    return found


def in_place(label: str) -> Arguments:
    """A row of a municipality, with the municipality's code."""
    return lambda place: {"code": place, **row(label)(place)}


WAITING: dict[str, Sample] = {
    "counter/waiting/desks/<int:pk>/": Sample(row("counter.Desk")),
    "counter/waiting/tickets/<int:pk>/": Sample(row("counter.Ticket")),
    "counter/waiting/tickets/<int:pk>/do/": Sample(row("counter.Ticket", deed="begin")),
    "counter/waiting/lines/<int:pk>/": Sample(row("counter.ServiceLine")),
    "counter/waiting/kiosks/<int:pk>/": Sample(row("counter.Kiosk")),
    "counter/waiting/bookings/<int:pk>/": Sample(row("counter.Booking")),
    "counter/waiting/kiosk/<str:token>/": Sample(token_of("counter.Kiosk")),
    "counter/waiting/kiosk/<str:token>/<str:ticket>/": Sample(token_of("counter.Kiosk", ticket="counter.Ticket")),
    "counter/waiting/t/<str:token>/": Sample(token_of("counter.Ticket")),
    "counter/waiting/t/<str:token>/<slug:deed>/": Sample(
        lambda place: {**token_of("counter.Ticket")(place), "deed": "away"}
    ),
    "counter/waiting/board/<slug:code>/": Sample(place_code),
    "counter/waiting/now/<slug:code>/": Sample(place_code),
    "counter/waiting/book/<slug:code>/": Sample(place_code),
    "counter/waiting/book/<slug:code>/<int:pk>/": Sample(in_place("counter.ServiceLine")),
    "counter/waiting/book/<slug:code>/take/<int:pk>/": Sample(in_place("counter.BookingSlot")),
    "counter/waiting/booked/<str:token>/": Sample(token_of("counter.Booking")),
}

IMPROVING: dict[str, Sample] = {
    "counter/improving/<int:pk>/": Sample(row("counter.Improvement")),
    "counter/improving/hearings/<int:pk>/": Sample(row("counter.Hearing")),
    "counter/improving/walks/<int:pk>/": Sample(row("counter.Walk")),
    "counter/improving/walks/stops/<int:pk>/": Sample(row("counter.WalkStop")),
    "counter/improving/cards/<int:pk>/": Sample(row("counter.ProblemCard")),
    "counter/improving/causes/<int:pk>/": Sample(row("counter.RootCause")),
    "counter/improving/wanted/<int:pk>/": Sample(row("counter.ToBe")),
    "counter/improving/steps/<int:pk>/": Sample(row("counter.ImprovementStep")),
    "counter/improving/steps/<int:pk>/to/": Sample(row("counter.ImprovementStep", to="decided")),
    "counter/improving/steps/needs/<int:pk>/": Sample(row("counter.StepNeed")),
}


def of_token(label: str) -> Arguments:
    """The code of a municipality and the token of its first row of a model."""

    def found(place: str) -> Mapping[str, Any]:
        first = apps.get_model(label)._default_manager.filter(municipality=place).order_by("pk").first()
        if first is None:
            raise NothingToShow(f"the demo has no {label} in {place}")
        return {"code": place, "token": first.token}

    return found


def case_and_resident(place: str) -> Mapping[str, Any]:
    """A case and a resident of the same municipality."""
    return {**row("counter.Case")(place), "resident": row("core.Resident")(place)["pk"]}


CASES: dict[str, Sample] = {
    "counter/cases/<int:pk>/": Sample(row("counter.Case")),
    "counter/cases/<int:pk>/resident/<int:resident>/": Sample(case_and_resident),
    "counter/cases/tasks/<int:pk>/": Sample(row("counter.CaseTask")),
    "counter/cases/tasks/<int:pk>/to/": Sample(row("counter.CaseTask", to="doing")),
    "counter/cases/visits/<int:pk>/": Sample(row("counter.Appointment")),
    "counter/cases/exports/mappings/<int:pk>/": Sample(row("counter.ExportMapping")),
    "counter/cases/exports/columns/<int:pk>/": Sample(row("counter.ExportColumn")),
    "counter/cases/exports/batches/<int:pk>/": Sample(row("counter.ExportBatch")),
    "counter/cases/apply/<str:code>/<str:token>/": Sample(of_token("counter.Guidance")),
    "counter/cases/mine/<str:code>/<str:token>/": Sample(of_token("counter.Case")),
    "counter/cases/farewell/<str:code>/": Sample(place_code),
    "counter/cases/farewell/<str:code>/<str:day>/<str:start>/": Sample(
        lambda place: place_code(place, day="2026-12-01", start="10:30")
    ),
}


def paper_address(place: str) -> Mapping[str, Any]:
    """The open address of a municipality's first set of application forms."""
    first = apps.get_model("counter.PaperSet")._default_manager.filter(municipality=place).order_by("pk").first()
    if first is None:
        raise NothingToShow(f"the demo has no set of application forms in {place}")
    return {"town": place, "number": first.number, "token": first.token}


def paper_set_and_resident(place: str) -> Mapping[str, Any]:
    """A set of application forms and a resident of the same municipality."""
    return {**row("counter.PaperSet")(place), "resident": row("core.Resident")(place)["pk"]}


PAPERS: dict[str, Sample] = {
    "counter/papers/sets/<int:pk>/": Sample(row("counter.PaperSet")),
    "counter/papers/sets/<int:pk>/register/<int:resident>/": Sample(paper_set_and_resident),
    "counter/papers/forms/<int:pk>/": Sample(row("counter.PaperForm")),
    "counter/papers/of/<str:town>/": Sample(lambda place: {"town": place}),
    "counter/papers/of/<str:town>/<str:number>/<str:token>/": Sample(paper_address),
}


def part_of(part: str) -> Arguments:
    """The first flow of a municipality, with the key of the first of its lanes, nodes or edges."""

    def found(place: str) -> Mapping[str, Any]:
        flow = apps.get_model("counter.Flow")._default_manager.filter(municipality=place).order_by("pk").first()
        if flow is None:
            raise NothingToShow(f"the demo has no flow in {place}")
        return {"pk": flow.pk, "key": flow.chart[part][0]["id"]}

    return found


FLOWS: dict[str, Sample] = {
    "counter/flows/<int:pk>/": Sample(row("counter.Flow")),
    "counter/flows/<int:pk>/lanes/<str:key>/": Sample(part_of("lanes")),
    "counter/flows/<int:pk>/nodes/<str:key>/": Sample(part_of("nodes")),
    "counter/flows/<int:pk>/edges/<str:key>/": Sample(part_of("edges")),
    "counter/flows/marks/<int:pk>/": Sample(row("counter.FlowRemark")),
    "counter/flows/logs/<int:pk>/": Sample(row("counter.EventLog")),
}

GUIDE: dict[str, Sample] = {
    "counter/guide/desk/<int:pk>/": Sample(row("counter.Guidance")),
    "counter/guide/<slug:town>/": Sample(lambda place: {"town": place}),
    **{
        f"counter/guide/<slug:town>/<slug:token>/{rest}": Sample(
            lambda place, more=more: {"town": place, **token_of("counter.Guidance")(place), **more}
        )
        for rest, more in {
            "": {}, "ask/": {}, "days/<slug:day>/": {"day": "moved_in"}, "amounts/": {}, "forget/": {},
            "print/<slug:size>/": {"size": "usual"}, "code/": {}, "list/": {},
        }.items()
    },
}  # fmt: skip


def in_rules(**more: Any) -> Arguments:
    """The rules of a municipality, with fixed arguments or the newest row of a model that hangs on them."""

    def found(place: str) -> Mapping[str, Any]:
        fixed = {
            name: getattr(apps.get_model(value)._default_manager.filter(municipality=place).last(), "pk", None)
            if str(value).startswith("counter.")
            else value
            for name, value in more.items()
        }
        return {**row("counter.RuleDraft")(place), **fixed}

    return found


RULES: dict[str, Sample] = {
    "counter/rules/<int:pk>/": Sample(in_rules()),
    "counter/rules/<int:pk>/tables/<str:key>/": Sample(in_rules(key="P053")),
    "counter/rules/<int:pk>/procedures/<str:key>/": Sample(in_rules(key="P053")),
    "counter/rules/<int:pk>/questions/<str:key>/": Sample(in_rules(key="things")),
    "counter/rules/<int:pk>/history/<int:edit>/": Sample(in_rules(edit="counter.RuleEdit")),
    "counter/rules/<int:pk>/files/<str:kind>/out/": Sample(in_rules(kind="xlsx")),
    "counter/rules/<int:pk>/files/<int:upload>/": Sample(in_rules(upload="counter.RuleUpload")),
}


def planned_day(place: str) -> Mapping[str, Any]:
    """A day of the municipality's staffing plan."""
    plan = apps.get_model("counter.StaffingPlan")._default_manager.filter(municipality=place).first()
    if plan is None or not plan.days:
        raise NothingToShow(f"the demo has no staffing plan in {place}")
    return {"pk": plan.pk, "day": min(plan.days)}


STAFFING: dict[str, Sample] = {
    "counter/staffing/trials/<int:pk>/": Sample(row("counter.StaffingTrial")),
    "counter/staffing/plans/<int:pk>/": Sample(row("counter.StaffingPlan")),
    "counter/staffing/plans/<int:pk>/<str:day>/move/": Sample(planned_day),
    "counter/staffing/clerks/<int:pk>/edit/": Sample(row("counter.ShiftClerk")),
    "counter/staffing/crowding/<str:code>/": Sample(place_code),
}

SAMPLES: dict[str, Sample] = {**GUIDE, **PAPERS, **IMPROVING, **WAITING, **CASES, **FLOWS, **RULES, **STAFFING}
