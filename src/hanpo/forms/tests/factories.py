"""Makes rows of the forms for tests: a small form of ours, published, and a response to it."""

from __future__ import annotations

from typing import Any

from hanpo.core import scope
from hanpo.core.models import Municipality, Person
from hanpo.core.tests import factories as ground
from hanpo.forms.actions.drafts import create_form
from hanpo.forms.actions.responses import start_response
from hanpo.forms.actions.versions import publish_version
from hanpo.forms.models import Audience, FormDraft, FormVersion, Response

DEFINITION: dict[str, Any] = {
    "id": "visit",
    "title": {"ja": "相談の予約", "easy": "相談の よやく", "en": "Booking a talk"},
    "languages": ["ja", "easy", "en"],
    "sections": [
        {
            "id": "s1",
            "title": "相談したいこと",
            "items": [
                {"id": "topic", "kind": "choice", "label": "何の相談ですか", "required": True, "has_other": True,
                 "why": "合う担当につなぐためです。",
                 "choices": [{"id": "home", "label": "住まい"}, {"id": "work", "label": "しごと"}]},
                {"id": "rent", "kind": "money", "label": "家賃", "low": "0", "when": "${topic} = 'home'"},
                {"id": "people", "kind": "table", "label": "一緒に来る人", "most_rows": 3,
                 "columns": [{"id": "who", "kind": "text", "label": "名前"},
                             {"id": "age", "kind": "number", "label": "年齢"}]},
            ],
        },
        {
            "id": "s2",
            "title": "連絡先",
            "items": [
                {"id": "name", "kind": "person", "label": "氏名", "required": True, "term": "person.name"},
                {"id": "day", "kind": "date", "label": "来たい日", "required": True},
            ],
        },
    ],
}  # fmt: skip
COMPLETE: dict[str, Any] = {
    "topic": {"id": "work"},
    "name": {"family": "山田", "given": "花子"},
    "day": "2026-12-01",
}


def form(place: Municipality | None = None, **fields: Any) -> FormDraft:
    """A form in the editor."""
    with scope.within(scope.EVERYWHERE):
        return create_form(
            actor=None, municipality=place or ground.municipality(), title=fields.pop("title", "相談の予約"),
            definition=fields.pop("definition", DEFINITION),
            settings={"audience": Audience.RESIDENTS, "next_step": "3日以内に電話します。", **fields},
        )  # fmt: skip


def version(draft: FormDraft | None = None, **fields: Any) -> FormVersion:
    """A published version."""
    made = draft or form(**fields)
    with scope.within(scope.EVERYWHERE):
        return publish_version(actor=None, form=made, based_on=made.version)


def response(
    person: Person, place: Municipality | None = None, asked: FormVersion | None = None, **fields: Any
) -> Response:
    """A response that a person has begun."""
    with scope.within(scope.EVERYWHERE):
        return start_response(
            actor=person, form=asked or version(form(place)), municipality=place or ground.municipality(), **fields
        )
