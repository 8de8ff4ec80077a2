"""The arguments of addresses, taken from the demo: the crawl visits each address with a row of one municipality.

An address that takes arguments and is not known here fails the crawl: say where its row comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps

from hanpo.core import scope
from tests.house import counter_samples
from tests.house.furniture import FOREIGN, HOME
from tests.house.routes import Route
from tests.house.sampling import NothingToShow, Sample, UnknownAddress, any_row, at_home, newest_row, row, shared_row

__all__ = ["FOREIGN", "HOME", "OUTSIDE", "PREFECTURE", "arguments_for", "sample_for"]

PREFECTURE = "280003"
OUTSIDE = "281000"
"""Kobe: takes no part."""


def sent_response(place: str) -> Mapping[str, Any]:
    """A response that was sent: one that is being written is its writer's alone."""
    first = apps.get_model("forms.Response").objects.filter(municipality=place, state="sent").order_by("pk").first()
    if first is None:
        raise NothingToShow(f"the demo has no response in {place}")
    return {"pk": first.pk}


def newest_version(place: str) -> Mapping[str, Any]:
    """The newest version of a form that a municipality published."""
    last = apps.get_model("forms.FormVersion").objects.filter(owner=place).order_by("pk").last()
    if last is None:
        raise NothingToShow(f"the demo has no version of a form of {place}")
    return {"pk": last.pk}


def worry(_place: str) -> Mapping[str, Any]:
    """The first survey's question in words, and a reply to it."""
    replies = apps.get_model("council.Reply").objects.filter(response__answers__has_key="worry", state="settled")
    reply = replies.order_by("survey_id", "pk").first()
    return {"pk": reply.survey_id, "item": "worry", "reply": reply.pk}


def worry_edit(_place: str) -> Mapping[str, Any]:
    """The last thing that was done to the groups of that question's texts."""
    edit = apps.get_model("council.FreeTextEdit").objects.order_by("-pk").first()
    return {"pk": edit.survey_id, "item": edit.item, "edit": edit.pk}


def upgrade(place: str) -> Mapping[str, Any]:
    """An adopted model and its newest version."""
    adoption = apps.get_model("core.Adoption").objects.get(**row("core.Adoption")(place))
    newest = type(adoption.package).objects.filter(kind=adoption.package.kind, name=adoption.package.name).first()
    return {"pk": adoption.pk, "package": newest.pk}


def member_and_function(place: str) -> Mapping[str, Any]:
    """A municipality's membership in a joint system, and a function of that system."""
    member = apps.get_model("council.SystemMember").objects.get(**row("council.SystemMember")(place))
    return {"pk": member.pk, "function": member.system.functions.first().pk}


SAMPLES: dict[str, Sample] = {
    "assignments/<int:pk>/": Sample(row("core.Assignment")),
    "files/<int:pk>/": Sample(row("core.StoredFile"), is_personal=True),
    "council/deciding/ballots/<int:pk>/": Sample(row("council.Ballot")),
    "council/deciding/books/<int:pk>/": Sample(row("council.BallotBook")),
    "council/deciding/decisions/<int:pk>/": Sample(any_row("council.DecisionRecord"), is_open=True),
    "council/deciding/decisions/<int:pk>/to/": Sample(any_row("council.DecisionRecord", to="review"), is_open=True),
    "council/deciding/decisions/public/<int:pk>/": Sample(any_row("council.DecisionRecord"), is_open=True),
    "council/deciding/follow-ups/<int:pk>/": Sample(row("council.FollowUp"), is_shared=True),
    "council/deciding/options/<int:pk>/": Sample(any_row("council.PollOption"), is_open=True),
    "council/deciding/polls/<int:pk>/": Sample(any_row("council.Poll"), is_open=True),
    "council/surveys/<int:pk>/": Sample(any_row("council.Survey"), is_open=True),
    "council/surveys/<int:pk>/published/files/": Sample(any_row("council.Survey", kind="pdf"), is_open=True),
    "council/surveys/<int:pk>/results/files/": Sample(any_row("council.Survey", kind="excel"), is_open=True),
    "council/surveys/<int:pk>/results/questions/": Sample(any_row("council.Survey", item="stage"), is_open=True),
    "council/surveys/<int:pk>/results/texts/": Sample(any_row("council.Survey", item="worry"), is_open=True),
    "council/surveys/<int:pk>/results/texts/<str:item>/move/": Sample(worry, is_open=True),
    "council/surveys/<int:pk>/results/texts/<str:item>/undo/": Sample(worry_edit, is_open=True),
    "council/surveys/replies/<int:pk>/": Sample(row("council.Reply")),
    "council/surveys/text-groups/<int:pk>/": Sample(any_row("council.FreeTextGroup"), is_open=True),
    "forms/<int:pk>/": at_home("forms.FormDraft"),
    "forms/<int:pk>/answers/": at_home("forms.FormDraft", kind="csv"),
    "forms/<int:pk>/export/": at_home("forms.FormDraft", kind="yaml"),
    "forms/<int:pk>/items/": at_home("forms.FormDraft", item="topic"),
    "forms/<int:pk>/sections/<slug:section>/": at_home("forms.FormDraft", section="s1"),
    "forms/<int:pk>/versions/": at_home("forms.FormDraft", number=1),
    "forms/<int:pk>/words/": at_home("forms.FormDraft", language="en"),
    "forms/answer/<int:pk>/": Sample(newest_version, is_personal=True, is_at_home=True),
    "forms/responses/<int:pk>/": Sample(sent_response, is_personal=True, is_at_home=True),
    "jobs/<int:pk>/": Sample(row("core.Job"), is_personal=True),
    "m/<str:code>/": Sample(lambda place: {"code": place}),
    "models/<int:pk>/": Sample(any_row("core.ModelPackage"), is_open=True),
    "models/in-use/<int:pk>/upgrade/": Sample(upgrade),
    "my/consents/<int:pk>/": Sample(row("core.Consent"), is_personal=True),
    "notifications/<int:pk>/": Sample(row("core.Notification"), is_personal=True),
    "people/<int:pk>/": Sample(row("core.Person", "assignments__municipality")),
    "residents/<int:pk>/": Sample(row("core.Resident")),
    "sections/<int:pk>/": Sample(row("core.Section")),
    "tray/<int:pk>/": Sample(row("core.PreparedWork"), is_personal=True),
    "council/conversations/<int:pk>/": Sample(any_row("council.Conversation"), is_open=True),
    "council/conversations/statements/<int:pk>/": Sample(any_row("council.OpinionStatement"), is_open=True),
    "council/systems/<int:pk>/": Sample(any_row("council.JointSystem"), is_open=True),
    "council/systems/costs/<int:pk>/": Sample(any_row("council.CostYear"), is_open=True),
    "council/systems/functions/<int:pk>/": Sample(any_row("council.SystemFunction"), is_open=True),
    "council/systems/members/<int:pk>/": Sample(row("council.SystemMember")),
    "council/systems/members/<int:pk>/differences/<int:function>/": Sample(member_and_function),
    "hub/meetings/agenda/<int:pk>/": shared_row("hub.AgendaItem"),
    "hub/decisions/<int:pk>/": Sample(row("hub.Decision")),
    "hub/half-steps/<int:pk>/": Sample(row("hub.HalfStep")),
    "hub/problems/issues/<int:pk>/": shared_row("hub.CommonIssue"),
    "hub/problems/issues/members/<int:pk>/": shared_row("hub.CommonIssueMember"),
    "hub/meetings/<int:pk>/": shared_row("hub.Meeting"),
    "hub/minutes/<int:pk>/": newest_row("hub.MinutesImport"),
    "hub/minutes/<int:pk>/blocks/": newest_row("hub.MinutesImport", number=1),
    "hub/minutes/<int:pk>/project/": newest_row("hub.MinutesImport", code=HOME),
    "hub/meetings/outcomes/<int:pk>/": shared_row("hub.MeetingOutcome"),
    "hub/parts/<slug:kind>/<int:pk>/": Sample(row("hub.Problem", kind="problem")),
    "hub/problems/<int:pk>/": Sample(row("hub.Problem"), is_shared=True),
    "hub/programmes/<int:pk>/": shared_row("hub.Programme"),
    "hub/projects/<int:pk>/": Sample(row("hub.Project")),
    "hub/projects/<int:pk>/add/<slug:kind>/": Sample(row("hub.Project", kind="problem")),
    "hub/minutes/proposals/<int:pk>/": newest_row("hub.MinutesProposal"),
    "hub/stakeholders/<int:pk>/": Sample(row("hub.Stakeholder")),
    "hub/tasks/<int:pk>/": Sample(row("hub.LadderTask")),
    "hub/templates/install/<str:code>/<slug:seed>/": Sample(lambda place: {"code": place, "seed": "programme-steps"}),
    "hub/templates/ladders/<int:pk>/": Sample(row("hub.LadderTemplate")),
    "hub/templates/steps/<int:pk>/": Sample(row("hub.StepTemplate")),
    "hub/work/<int:pk>/": Sample(row("hub.WorkItem")),
    **counter_samples.SAMPLES,
}
"""Where the arguments come from, by the beginning of the pattern; the longest that fits counts."""


def sample_for(route: Route) -> Sample:
    """The sample of an address. Raises `UnknownAddress`."""
    if not route.arguments:
        return Sample(lambda _place: {}, is_open=True)
    fitting = [pattern for pattern in SAMPLES if route.pattern.startswith(pattern)]
    if not fitting:
        raise UnknownAddress(f"{route.name} takes {route.arguments}: add {route.pattern} to tests/house/samples.py")
    return SAMPLES[max(fitting, key=len)]


def arguments_for(route: Route, place: str) -> Mapping[str, Any]:
    """The arguments of an address for a municipality. Raises `LookupError` where the demo has no such row."""
    with scope.within(scope.EVERYWHERE):
        return sample_for(route).arguments(place)
