"""The shipped application forms: from short YAML to forms of the ground package, and what is asked on the way to
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from hanpo.counter.engine.papers import Agent, Paper, Suggest, Vocabulary, Who
from hanpo.counter.engine.papers.papers import EVERYBODY_TABLE, NO_WORDS, PEOPLE_TABLE, ROLES, THE_PERSON
from hanpo.forms.engine.definition import Form, Item, Section, Words
from hanpo.forms.engine.reading import form_data, item_data, read_form, read_item
from hanpo.forms.queries.terms import dictionary

SEEDS: Final = Path(__file__).resolve().parents[2] / "seeds"
TEXTS: Final = frozenset({"name", "kana", "former", "alias", "address"})
"""What is printed of a person as plain text, in a box of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedPaper:
    """A shipped form: how it is used, the procedures (ids) that need it, and the section (key of `seeds/sections`)."""

    paper: Paper
    procedures: tuple[str, ...]
    section: str

    @property
    def definition(self) -> dict[str, Any]:
        """The form as plain data of the ground package."""
        return form_data(self.paper.form)


@lru_cache
def vocabulary() -> Vocabulary:
    """What is asked apart from the papers: who comes, each person, roles."""
    data = _items_file()
    coming, words = data["coming"], data["words"]
    return Vocabulary(
        coming=Section(id=coming["id"], title=Words(**coming["title"]), items=tuple(map(_item, coming["items"]))),
        person=tuple(_item(one) for one in data["person"]),
        roles={
            role: _item({"id": f"role_{role}", "kind": "choice", "label": _asks_who(label)})
            for role, label in data["roles"].items()
        },
        who=_item({"id": "who", **data["who"]}),
        shared=Words(**words["shared"]),
        whom=Words(**words["whom"]),
        one_person=Words(**words["one_person"]),
    )


@lru_cache
def shipped_papers() -> tuple[ShippedPaper, ...]:
    """The shipped forms in their order."""
    entries = [
        entry
        for path in sorted((SEEDS / "papers").glob("*.yaml"))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    return tuple(_shipped(entry) for entry in entries)


def paper_of(*, key: str, form: Form, use: Mapping[str, Any]) -> Paper:
    """A paper from its form and how it is used, as plain data. Raises `ValueError` for words that are none of these."""
    low, high = use.get("ages") or (None, None)
    return Paper(
        key=key, form=form, who=Who(use.get("who", Who.NOBODY)), agent=Agent(use.get("agent", Agent.HOUSEHOLD)),
        who_label=Words(**use["who_label"]) if use.get("who_label") else NO_WORDS,
        suggest=Suggest(use.get("suggest", Suggest.EVERYBODY)), ages=(low, high),
        signer=use.get("signer", "applicant"),
    )  # fmt: skip


def use_of(paper: Paper) -> dict[str, Any]:
    """How a paper is used, as plain data that `paper_of` reads."""
    label = {"ja": paper.who_label.ja, "easy": paper.who_label.easy, "en": paper.who_label.en}
    return {
        "who": paper.who.value, "who_label": label if paper.who_label else {}, "suggest": paper.suggest.value,
        "ages": list(paper.ages), "signer": paper.signer, "agent": paper.agent.value,
    }  # fmt: skip


def _shipped(entry: Mapping[str, Any]) -> ShippedPaper:
    form = entry["form"]
    sections = [
        {**section, "items": [_of_form(one) for one in section["items"]]} for section in form["sections"]
    ]  # fmt: skip
    whole = {"id": entry["key"], "languages": ["ja", "easy", "en"], **form, "sections": sections}
    paper = paper_of(key=entry["key"], form=read_form(whole), use=entry)
    return ShippedPaper(paper=paper, procedures=tuple(entry["procedures"]), section=entry["section"])


def _of_form(entry: Any) -> dict[str, Any]:
    """An item of a form: by the id of a shared item, of a role or person, as a table of people, or written out."""
    if isinstance(entry, str):
        return item_data(_shared().get(entry) or _from_person(entry))
    for table in {PEOPLE_TABLE, EVERYBODY_TABLE} & set(entry):
        columns = [_column(one) for one in entry[table]]
        return {"id": table, "kind": "table", "label": _items_file()["parts"][table], "most_rows": 30,
                "columns": columns}  # fmt: skip
    return item_data(_item(entry))


def _from_person(item_id: str) -> Item:
    """A box that follows from a person: `head_name`, `person_born`. Raises `KeyError` where the id names nothing."""
    prefix, _line, what = item_id.partition("_")
    roles = _items_file()["roles"]
    if prefix not in {*ROLES, THE_PERSON}:
        raise KeyError(item_id)
    plain = _of_people(what)
    label = plain["label"] if prefix == THE_PERSON else _role_label(roles[prefix], plain["label"])
    return read_item({**plain, "id": item_id, "label": label})


def _column(what: Any) -> dict[str, Any]:
    plain = _of_people(what) if isinstance(what, str) else item_data(_item(what))
    return {name: value for name, value in plain.items() if name not in {"required", "when"}}


def _of_people(what: str) -> dict[str, Any]:
    """What is known of a person as a box: as a text, or as the question that asks it."""
    if what in TEXTS or what == "age":
        kind = {"kind": "number", "unit": "歳"} if what == "age" else {"kind": "text"}
        return {"id": what, "label": _items_file()["parts"][what], **kind}
    asked = next((one for one in vocabulary().person if one.id == what), None)
    if asked is None:
        raise KeyError(what)
    drop = {"required", "when", "why", "help"}
    return {name: value for name, value in item_data(asked).items() if name not in drop}


def _role_label(role: Mapping[str, str], plain: Mapping[str, str] | str) -> dict[str, str]:
    of = {"ja": plain, "easy": plain, "en": plain} if isinstance(plain, str) else plain
    easy = of.get("easy") or of["ja"]
    return {"ja": f"{role['ja']}の{of['ja']}", "easy": f"{role['easy']}の {easy}", "en": f"{role['en']}: {of['en']}"}


def _asks_who(label: Mapping[str, str]) -> dict[str, str]:
    return {
        "ja": f"{label['ja']}は、だれですか",
        "easy": f"{label['easy']}は だれですか",
        "en": f"{label['en']}: who is it?",
    }


def _item(entry: Mapping[str, Any]) -> Item:
    """An item: what a word of the dictionary says, and what is written here instead."""
    own = {name: value for name, value in entry.items() if name != "use"}
    if "use" not in entry:
        return read_item(own)
    return read_item({**item_data(dictionary()[entry["use"]].item), **own})


@lru_cache
def _shared() -> Mapping[str, Item]:
    return {one["id"]: _item(one) for one in _items_file()["items"]}


@lru_cache
def _items_file() -> Mapping[str, Any]:
    data: Mapping[str, Any] = yaml.safe_load((SEEDS / "paper_items.yaml").read_text(encoding="utf-8"))
    return data
