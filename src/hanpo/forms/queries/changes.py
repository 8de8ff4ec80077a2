"""What differs between two definitions, and the fingerprint by which equal ones are known."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hanpo.forms.models import FormDraft


@dataclass(frozen=True, slots=True)
class Difference:
    """A part (the form itself, a section or an item) that is new, gone, moved or changed. `what` is one of these."""

    what: str
    id: str
    label: str


def fingerprint(*, form: FormDraft) -> str:
    """The SHA-256 (hex) of everything that a version takes over from a form."""
    content = [form.title, form.purpose, form.audience, form.next_step, form.retention_days, form.definition]
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def differences(*, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What changed from one definition to another, in the order of the new one; what is gone stands last."""
    before, after = dict(_parts(old)), dict(_parts(new))
    found = [
        Difference(_what(before.get(key), part), key, _label(part))
        for key, part in after.items()
        if before.get(key) != part
    ]
    found += [Difference("gone", key, _label(part)) for key, part in before.items() if key not in after]
    kept = [key for key in before if key in after]
    moved = [key for key, was in zip((key for key in after if key in before), kept, strict=True) if key != was]
    return (*found, *(Difference("moved", key, _label(after[key])) for key in moved[:1]))


def changed_parts(*, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The parts that differ, before and after, by their ids: what the audit record keeps of an edit."""
    before, after = dict(_parts(old)), dict(_parts(new))
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    order = {"order": list(before)} if list(before) != list(after) else {}
    return (
        {**{key: before[key] for key in keys if key in before}, **order},
        {**{key: after[key] for key in keys if key in after}, **({"order": list(after)} if order else {})},
    )


def _what(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> str:
    return "new" if before is None else "changed"


def _parts(definition: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "", {name: value for name, value in definition.items() if name != "sections"}
    for section in definition.get("sections", ()):
        yield f"/{section['id']}", {name: value for name, value in section.items() if name != "items"}
        for item in section.get("items", ()):
            yield item["id"], dict(item)


def _label(part: Mapping[str, Any]) -> str:
    words = part.get("label") or part.get("title") or ""
    return words if isinstance(words, str) else str(words.get("ja", ""))
