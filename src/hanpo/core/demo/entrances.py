"""Who can sign in to the demo: four to begin with and what to try as each, and everybody by role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hanpo.core import registry, scope
from hanpo.core.models import Assignment, Person


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in of the demo: the name to type, who that is, the first role, and all posts in words."""

    username: str
    name: str
    role: str
    posts: str


@dataclass(frozen=True, slots=True)
class Start:
    """A sign-in to begin with, as whom that is, and what to try first."""

    username: str
    who: str | Promise
    trial: str | Promise


STARTS = (
    Start("toyooka", _("原課の職員"), _("「おぜん立て」で、用意された仕事を1つ開き、理由を確かめて承認してみる。")),
    Start("ken", _("県の職員"), _("「県全体」で参加市町を見て、1つの市町の取組を開いてみる。")),
    Start(
        "toyooka-dx",
        _("市のDX担当"),
        _("「横展開のモデル」で、使っているモデルの新しい版で何が変わるかを見て、取り込んでみる。"),
    ),
    Start("jumin1", _("住民"), _("「わたしのページ」で、だれが自分の情報を見たかを確かめてみる。")),
)
"""Where to begin: one of each side, and what shows at once what Hanpo is for."""


def sign_ins(*, day: date) -> list[SignIn]:
    """Everybody of the demo who can sign in, by role, with their posts in force on the day."""
    with scope.within(scope.EVERYWHERE):
        posts = Assignment.objects.filter(since__lte=day).exclude(until__lt=day)
        held: dict[int, list[Assignment]] = {}
        for post in posts.select_related("municipality", "section").order_by("pk"):
            held.setdefault(post.person_id, []).append(post)
        people = Person.objects.filter(pk__in=held).order_by("pk")
        return sorted((_sign_in(person, held[person.pk]) for person in people), key=_by_role())


def _by_role() -> Callable[[SignIn], int]:
    """The order in which roles are declared, those at work first and residents last."""
    declared = sorted(registry.roles().values(), key=lambda role: not role.is_staff)
    order = [str(role.label) for role in declared]
    return lambda entry: order.index(entry.role)


def _sign_in(person: Person, posts: list[Assignment]) -> SignIn:
    return SignIn(person.username, person.name, _role(posts[0]), "、".join(_words(post) for post in posts))


def _role(post: Assignment) -> str:
    return str(registry.roles()[post.role].label)


def _words(post: Assignment) -> str:
    where = f"{post.municipality.name} {post.section or ''}".strip()
    return f"{where} {_role(post)}"
