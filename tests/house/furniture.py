"""What a house in use has and the demo alone has not: prepared work, a file, a job, a notification, an adopted
model.
"""

from __future__ import annotations

from datetime import timedelta

from django.apps import apps

from hanpo.core import clock, demo
from hanpo.core.actions.adoption import adopt_model, publish_model
from hanpo.core.actions.files import store_file
from hanpo.core.actions.notifications import notify
from hanpo.core.jobs.schedule import run_preparers
from hanpo.core.models import Job, JobState, Municipality, Person
from hanpo.hub.actions import meetings, minutes, problems
from hanpo.hub.models import Problem, Programme
from tests.house.source import PACKAGE

HOME = "282090"
"""Toyooka: takes part in the programme."""
FOREIGN = "282201"
"""Kasai: takes part as well."""


def furnish() -> None:
    """Load the demo of today and let a day of work happen in two municipalities of the programme."""
    demo.load_demo(today=clock.today())
    for code in (HOME, FOREIGN):
        _leave_traces(Municipality.objects.get(pk=code))
    _adopt_a_model(Municipality.objects.get(pk=FOREIGN), Municipality.objects.get(pk=HOME))
    _adopt_a_model(Municipality.objects.get(pk=HOME), Municipality.objects.get(pk=FOREIGN))
    _meet()
    summary = run_preparers(today=clock.today())
    assert summary.failures == []


def somebody_of(place: Municipality) -> Person:
    """A person of the demo who works there."""
    return Person.objects.filter(assignments__municipality=place, resident=None).order_by("pk")[0]


def _leave_traces(place: Municipality) -> None:
    person = somebody_of(place)
    store_file(
        actor=person, name="memo.txt", content="打合せの控え".encode(), municipality=place,
        permission="core.work_with_tray",
    )  # fmt: skip
    notify(
        actor=None,
        people=[person],
        municipality=place,
        title="処理が終わりました",
        body="結果を見てください。",
        url="/jobs/",
    )
    Job.objects.create(
        municipality=place, kind="core.reindex", title="検索の作り直し", owner=person, state=JobState.FAILED,
        message="途中で止まりました。",
    )  # fmt: skip


def _adopt_a_model(publisher: Municipality, adopter: Municipality) -> None:
    """A ladder that is published, adopted elsewhere, and then improved at home: a newer version waits."""
    ladder = apps.get_model("hub.LadderTemplate").objects.filter(municipality=publisher).order_by("pk")[0]
    ladder.name = f"{publisher.name}のはしご"
    ladder.save()
    about = {"kind": "hub.ladder", "object_id": str(ladder.pk), "name": f"ladder-{publisher.pk}", "title": ladder.name}
    first = publish_model(actor=somebody_of(publisher), municipality=publisher, **about)
    adopt_model(actor=somebody_of(adopter), municipality=adopter, package=first)
    ladder.note = f"{ladder.note}\n例を足しました。"
    ladder.save()
    publish_model(actor=somebody_of(publisher), municipality=publisher, note="例を足しました。", **about)


def _meet() -> None:
    """A meeting that was held, with something held over and a correction; the next one planned; minutes to check."""
    programme, actor = Programme.objects.get(), somebody_of(Municipality.objects.get(pk="280003"))
    today = clock.today()
    held = {"title": "推進検討会", "held_on": today - timedelta(days=20), "state": "held"}
    meeting = meetings.plan_meeting(actor=actor, programme=programme, values=held)
    meetings.set_agenda(actor=actor, meeting=meeting, items=[{"title": "各市町の状況"}])
    left = meetings.record_outcome(
        actor=actor, meeting=meeting, values={"kind": "held_over", "text": "共同利用の進め方"}
    )
    meetings.correct_outcome(
        actor=actor, outcome=left, based_on=left.version, changes={"text": "共同利用の分担"}, reason="聞き違い"
    )
    coming = {"title": "推進検討会", "held_on": today + timedelta(days=7)}
    meetings.plan_meeting(actor=actor, programme=programme, values=coming)
    text = (PACKAGE / "hub" / "demo_data" / "minutes" / "programme_2024-11-21.txt").read_text("utf-8")
    minutes.import_minutes(actor=actor, programme=programme, file_name="推進検討会.txt", text=text)
    one, other = Problem.objects.order_by("pk")[:2]
    problems.refuse_pair(actor=actor, programme=programme, problem=one, other=other)
