"""The family of the worked persona: five people move in from another prefecture, with a pupil, an infant, a grandmother
with a care certification, a moped and a dog. Everybody is made up.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from hanpo.counter.engine.papers import Filled

TODAY = date(2026, 10, 5)
THIRTEEN = (
    "move_in", "card", "seal", "nhi_join", "care", "latter_stage", "child_medical", "child_allowance", "school",
    "nursery", "moped", "dog", "water",
)  # fmt: skip
"""The 13 procedures of the family."""

ADDRESS_KEPT_APART = "櫨塚町"


def name(family: str, given: str, family_kana: str, given_kana: str, **more: str) -> dict[str, str]:
    """A name as it is entered."""
    return {"family": family, "given": given, "family_kana": family_kana, "given_kana": given_kana, **more}


def person(key: str, called: dict[str, str], born: str, sex: str, relation: str) -> dict[str, Any]:
    """What is entered of one person."""
    return {
        f"{key}_name": called, f"{key}_born": born, f"{key}_sex": {"id": sex}, f"{key}_relation": {"id": relation},
    }  # fmt: skip


VALUES: dict[str, Any] = {
    "comes": {"id": "member"},
    **person("p1", name("渡邉", "慎一", "ワタナベ", "シンイチ"), "1986-05-14", "male", "head"),
    **person("p2", name("渡邉", "美咲", "ワタナベ", "ミサキ", former="辻\U000e0101"), "1988-11-02", "female", "spouse"),
    **person("p3", name("葛\U000e0100城", "ツネ", "カツラギ", "ツネ"), "1944-01-20", "female", "parent"),
    **person("p4", name("渡邉", "陽向", "ワタナベ", "ヒナタ"), "2016-06-30", "male", "child"),
    **person("p5", name("渡邉", "凛", "ワタナベ", "リン"), "2025-12-24", "female", "child"),
    "who_seal": [{"id": "p1"}],
    "moved_on": "2026-10-03",
    "planned_leaving_on": "2026-10-03",
    "address_next": {
        "postal": "6620854", "prefecture": "兵庫県", "city": "西宮市", "town": ADDRESS_KEPT_APART, "rest": "99番3号",
    },
    "address_previous": {
        "postal": "7000901", "prefecture": "岡山県", "city": "岡山市北区", "town": "本町", "rest": "99番1号",
    },
    "phone": "090-0000-0001",
    "domicile": {"prefecture": "岡山県", "city": "岡山市北区", "town": "本町", "rest": "99番"},
    "domicile_head": "渡邉　慎一",
    "insurance_before": {"id": "national"},
    "claimant_insurance": {"id": "national"},
    "bank_name": "六甲灘銀行 西宮支店",
    "bank_kind": {"id": "ordinary"},
    "bank_number": "0000001",
    "bank_holder": "ワタナベ シンイチ",
    "p3_care_level": {"id": "c2"},
    "p4_school_before": "岡山市立本町小学校",
    "p4_grade": "4年",
    "nursery_from": "2026-11-01",
    "nursery_first": "はましおり保育園",
    "nursery_reason": {"id": "work"},
    "moped_maker": "ハンポ",
    "moped_frame": "HP01-0000001",
    "moped_size": "49",
    "dog_name": "ムギ",
    "dog_breed": "柴犬",
    "dog_licence": "岡山 0001",
    "water_from": "2026-10-03",
    "water_pays": {"id": "slip"},
}  # fmt: skip
GUIDANCE = frozenset({"moved_on", "planned_leaving_on"})
"""What the interview asked already."""

PEOPLE = ("p1", "p2", "p3", "p4", "p5")


def family(**more: Any) -> Filled:
    """The family with everything entered."""
    values = {**VALUES, **more.pop("values", {})}
    origins = {one: "guidance" if one in GUIDANCE else "typed" for one in values}
    return Filled(**{"values": values, "origins": origins, "people": PEOPLE, "today": TODAY, **more})
