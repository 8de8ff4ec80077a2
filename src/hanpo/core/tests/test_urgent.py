"""Urgent work: each run tells a person once, by mail once a day at most, and only who has it in the tray."""

from datetime import timedelta

import pytest
from django.core import mail

from hanpo.core import clock, registry, scope
from hanpo.core.jobs.schedule import run_preparers
from hanpo.core.mail import send_pending_mail
from hanpo.core.models import Notification
from hanpo.core.registry import Draft, Fact, Manifest
from hanpo.core.tests import factories

pytestmark = pytest.mark.django_db


class Offers:
    """A preparer that offers whatever a test puts into it, in 尼崎市."""

    key = "test.urgent"
    label = "急ぎ"

    def __init__(self) -> None:
        self.drafts: list[Draft] = []

    def offer(self, key: str, *, days: int | None = 1, **facts) -> None:
        due = None if days is None else clock.today() + timedelta(days=days)
        defaults = {"why": [Fact(text="期限が近い")], "effect": "送る", "minutes_saved": 5, "role": "section_staff"}
        self.drafts.append(Draft(key=key, title=f"手紙{key}", due=due, **(defaults | facts)))

    def prepare(self, *, municipality, today):
        return self.drafts if municipality.code == "282022" else []

    def approve(self, *, actor, work, values):
        return {}

    def undo(self, *, actor, work):
        pass


@pytest.fixture
def offers(amagasaki, monkeypatch):
    offers = Offers()
    monkeypatch.setattr(registry, "preparers", lambda: {offers.key: offers})
    registry.register(Manifest(key="urgent", label="試験", preparers=(offers,)))
    yield offers
    registry._manifests.pop("urgent")


@pytest.fixture
def clerk(amagasaki):
    return factories.person("section_staff", amagasaki, section=factories.section(amagasaki))


def run() -> None:
    run_preparers(today=clock.today())


def told(person) -> list[Notification]:
    with scope.within(scope.EVERYWHERE):
        return list(Notification.objects.filter(person=person).order_by("pk"))


def test_new_work_due_within_two_days_is_told_once_a_run_however_much_it_is(offers, clerk):
    for key, days in (("1", 1), ("2", 2), ("3", -1), ("4", 3), ("5", None)):
        offers.offer(key, days=days)
    run()
    (one,) = told(clerk)
    assert one.title == "急ぎのおぜん立てが3件できました"
    assert [line.split("　")[0] for line in one.body.splitlines()[1:]] == ["・手紙3", "・手紙1", "・手紙2"]
    assert one.url == "/tray/"


def test_work_that_was_there_already_is_not_told_again(offers, clerk):
    offers.offer("1")
    run()
    run()
    assert len(told(clerk)) == 1


def test_only_who_has_the_work_in_the_tray_is_told(offers, clerk, amagasaki, toyooka, prefecture):
    other = factories.person("section_staff", amagasaki, section=factories.section(amagasaki, "商工課"))
    lead = factories.person("section_lead", amagasaki, section=factories.section(amagasaki))
    foreign, officer = factories.person("section_staff", toyooka), factories.person("prefecture", prefecture)
    left = factories.person("section_staff", amagasaki, until=clock.today() - timedelta(days=1))
    offers.offer("1", section=factories.section(amagasaki))
    offers.offer("2", role="prefecture")
    run()
    assert [len(told(one)) for one in (clerk, officer, other, lead, foreign, left)] == [1, 1, 0, 0, 0, 0]


def test_it_is_mailed_once_a_day_at_most_and_shown_each_time(offers, clerk):
    for key in ("1", "2"):
        offers.offer(key)
        run()
    assert len(told(clerk)) == 2
    send_pending_mail()
    assert [message.subject for message in mail.outbox] == ["急ぎのおぜん立てが1件できました"]


def test_who_wants_no_mail_is_told_in_the_site_alone(offers, clerk):
    clerk.mails_urgent_work = False
    clerk.save()
    offers.offer("1")
    run()
    send_pending_mail()
    assert (len(told(clerk)), mail.outbox) == (1, [])


def test_it_is_told_in_the_language_of_the_person(offers, clerk):
    clerk.language = "en"
    clerk.save()
    for n in range(7):
        offers.offer(str(n))
    run()
    (one,) = told(clerk)
    assert one.title == "7 urgent pieces of work are ready"
    assert one.body.endswith("and 2 more")
