"""Editing a form: put items and sections in, take them out, move them. Every function returns another form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from hanpo.forms.engine.definition import Form, Item, Section

Part = TypeVar("Part")


def section_of(form: Form, item_id: str) -> Section:
    """The section in which an item stands. Raises `KeyError`."""
    for section in form.sections:
        if any(item.id == item_id for item in section.items):
            return section
    raise KeyError(item_id)


def section_by_id(form: Form, section_id: str) -> Section:
    """The section of an id. Raises `KeyError`."""
    for section in form.sections:
        if section.id == section_id:
            return section
    raise KeyError(section_id)


def free_item_id(form: Form, wish: str = "") -> str:
    """The wish, or `q` and a number: an id that no item, and no column of a table, has."""
    taken = {item.id for item in every_item(form)}
    if wish and wish not in taken:
        return wish
    stem = f"{wish}_" if wish else "q"
    first = 2 if wish else 1
    return next(name for n in range(first, len(taken) + first + 1) if (name := f"{stem}{n}") not in taken)


def free_section_id(form: Form) -> str:
    """`s` and a number that no section has."""
    taken = {section.id for section in form.sections}
    return next(name for n in range(1, len(taken) + 2) if (name := f"s{n}") not in taken)


def every_item(form: Form) -> Iterator[Item]:
    """Every item, and the columns of tables after their table."""
    for item in form.items():
        yield item
        yield from item.columns


def with_item(form: Form, section_id: str, item: Item) -> Form:
    """The form with an item at the end of a section. Raises `KeyError`."""
    section = section_by_id(form, section_id)
    return with_section(form, replace(section, items=(*section.items, item)))


def with_changed_item(form: Form, item: Item) -> Form:
    """The form with this item in the place of the one of its id. Raises `KeyError`."""
    section = section_of(form, item.id)
    items = tuple(item if old.id == item.id else old for old in section.items)
    return with_section(form, replace(section, items=items))


def without_item(form: Form, item_id: str) -> Form:
    """The form without an item. Raises `KeyError`."""
    section = section_of(form, item_id)
    return with_section(form, replace(section, items=tuple(item for item in section.items if item.id != item_id)))


def with_section(form: Form, section: Section) -> Form:
    """The form with this section: in the place of the one of its id, or at the end."""
    if any(old.id == section.id for old in form.sections):
        return replace(form, sections=tuple(section if old.id == section.id else old for old in form.sections))
    return replace(form, sections=(*form.sections, section))


def without_section(form: Form, section_id: str) -> Form:
    """The form without a section and its items. Raises `KeyError`."""
    section_by_id(form, section_id)
    return replace(form, sections=tuple(section for section in form.sections if section.id != section_id))


def with_section_moved(form: Form, section_id: str, by: int) -> Form:
    """The form with a section one place up (-1) or down (1); at the end it stays. Raises `KeyError`."""
    place = form.sections.index(section_by_id(form, section_id))
    return replace(form, sections=_moved(form.sections, place, by))


def with_item_moved(form: Form, item_id: str, by: int) -> Form:
    """The form with an item one place up (-1) or down (1); at the edge of its section it goes to the next one."""
    section = section_of(form, item_id)
    place = [item.id for item in section.items].index(item_id)
    if 0 <= place + by < len(section.items):
        return with_section(form, replace(section, items=_moved(section.items, place, by)))
    return _into_neighbour(form, section, section.items[place], by)


def with_condition(form: Form, part_id: str, when: str) -> Form:
    """The form with another condition for a section or an item. Raises `KeyError`."""
    if any(section.id == part_id for section in form.sections):
        return with_section(form, replace(section_by_id(form, part_id), when=when))
    return with_changed_item(form, replace(form.item(part_id), when=when))


def mentions(form: Form, item_id: str) -> tuple[str, ...]:
    """The sections and items whose conditions, checks or formulas name an item."""
    named = f"${{{item_id}"
    texts = [(section.id, section.when) for section in form.sections]
    texts += [
        (item.id, one) for item in form.items() for one in (item.when, item.formula, *(c.rule for c in item.checks))
    ]
    return tuple(dict.fromkeys(part for part, text in texts if f"{named}}}" in text or f"{named}." in text))


def _into_neighbour(form: Form, section: Section, item: Item, by: int) -> Form:
    number = form.sections.index(section) + by
    if not 0 <= number < len(form.sections):
        return form
    neighbour = form.sections[number]
    items = (item, *neighbour.items) if by > 0 else (*neighbour.items, item)
    return with_section(without_item(form, item.id), replace(neighbour, items=items))


def _moved(parts: tuple[Part, ...], place: int, by: int) -> tuple[Part, ...]:
    order = list(parts)
    target = max(0, min(len(order) - 1, place + by))
    order.insert(target, order.pop(place))
    return tuple(order)
