"""Registered data on application forms: only with the resident's consent, and written down where the resident reads
it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit, clock
from hanpo.core.actions.consents import give_consent
from hanpo.core.actions.residents import log_looks
from hanpo.core.japanese.addresses import split_address
from hanpo.core.models import Person, Resident
from hanpo.core.queries.residents import IDENTITY
from hanpo.counter.actions.papers import protect_set, save_entries
from hanpo.counter.models import PaperSet
from hanpo.counter.queries.papers import NEEDED_DATA, RECIPIENT, may_use_register, opened, registered

_RELATIONS: Final[Mapping[str, str]] = {
    "世帯主": "head", "妻": "spouse", "夫": "spouse", "子": "child", "父": "parent", "母": "parent", "孫": "grandchild",
    "兄": "sibling", "姉": "sibling", "弟": "sibling", "妹": "sibling",
}  # fmt: skip
_LATIN: Final = re.compile("[A-Za-z .,'-]+")


@audit.deed
def agree_to_register(*, actor: Person, resident: Resident) -> None:
    """Write down that the resident, at the counter, agreed to have registered data put on forms today."""
    today = clock.today()
    consent = give_consent(
        actor=actor, resident=resident, purpose=_("窓口の申請書に登録の内容を写すため"), data=list(NEEDED_DATA),
        recipient=RECIPIENT, since=today, until=today,
    )  # fmt: skip
    audit.record(actor=actor, verb="agree_to_register", subject=consent)


@audit.deed
def take_from_register(*, actor: Person, paper_set: PaperSet, resident: Resident, post: str) -> PaperSet:
    """Put what the register says of a household on its forms; each value shows that origin. The look is logged.

    Raises `ValidationError` without consent. Somebody under 支援措置 makes the whole set protected.
    """
    if not may_use_register(resident=resident):
        raise ValidationError(_("登録の内容を使うことへの同意がありません。先に同意を記録してください。"))
    members = registered(resident=resident)
    keys = [f"p{number}" for number in range(1, len(members) + 1)]
    paper_set.people = list(dict.fromkeys([*keys, *paper_set.people])) if len(members) > 1 else paper_set.people
    paper_set.resident = resident
    paper_set.save(update_fields=["people", "resident"])
    changes = {key: value for person, row in zip(keys, members, strict=True) for key, value in _known(person, row)}
    changes |= _place(paper_set, resident)
    save_entries(actor=actor, paper_set=paper_set, based_on=paper_set.version, changes=changes, origin="register")
    if resident.is_protected:
        protect_set(actor=actor, paper_set=paper_set, is_protected=True)
    purpose = _("申請書一式 {number} の記入").format(number=paper_set.number)
    log_looks(actor=actor, post=post, purpose=purpose, residents=members, data=list(NEEDED_DATA))
    audit.record(actor=actor, verb="take_from_register", subject=paper_set, new={"people": len(members)})
    return paper_set


@audit.deed
def agree_and_take(*, actor: Person, paper_set: PaperSet, resident: Resident, post: str) -> PaperSet:
    """Write the consent down and put the registered data on the forms, in one go."""
    agree_to_register(actor=actor, resident=resident)
    taken = take_from_register(actor=actor, paper_set=paper_set, resident=resident, post=post)
    audit.record(actor=actor, verb="agree_and_take", subject=paper_set)
    return taken


@audit.deed
def log_search(*, actor: Person, paper_set: PaperSet, found: Sequence[Resident], post: str) -> int:
    """Write down whose names a clerk saw on the way to a set of forms; returns how many."""
    if found:
        purpose = _("申請書一式 {number} の記入").format(number=paper_set.number)
        log_looks(actor=actor, post=post, purpose=purpose, residents=found, data=[IDENTITY])
    audit.record(actor=actor, verb="search_register", subject=paper_set, new={"found": len(found)})
    return len(found)


def _known(person: str, row: Resident) -> Iterator[tuple[str, Any]]:
    """What the register says of one person."""
    family, _space, given = row.name.partition(" " if " " in row.name else "\u3000")
    family_kana, _space, given_kana = row.kana.partition(" " if " " in row.kana else "\u3000")
    reading = {"family_kana": family_kana, "given_kana": given_kana}
    if _LATIN.fullmatch(row.name):
        yield f"{person}_foreign", {"id": "yes"}
        yield f"{person}_roman", row.name
        yield f"{person}_other_name", {part: text for part, text in reading.items() if text}
    else:
        parts = {"family": family, "given": given, **reading}
        yield f"{person}_name", {part: text for part, text in parts.items() if text}
    yield f"{person}_born", row.born_on.isoformat()
    if row.relation:
        known = _RELATIONS.get(row.relation)
        yield f"{person}_relation", {"id": known} if known else {"id": "other", "text": row.relation}


def _place(paper_set: PaperSet, resident: Resident) -> dict[str, Any]:
    """The registered address: the one before where somebody moves within the municipality, else the one of today."""
    if resident.is_protected or not resident.address:
        return {}
    found = split_address(resident.address)
    digits = re.sub("[^0-9]", "", resident.postal_code)
    parts = {
        "postal": digits if len(digits) == 7 else "", "prefecture": found.prefecture,
        "city": found.county + found.municipality + found.ward, "rest": found.rest,
    }  # fmt: skip
    moves = any(paper.key == "move_within" for paper in opened(paper_set=paper_set, language="ja").papers)
    address = {"address_previous" if moves else "address_next": {name: text for name, text in parts.items() if text}}
    return address | ({"phone": resident.phone} if resident.phone else {})
