"""People at work as the search finds them: by name, kana, section and role. Residents are never among them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core import clock, registry
from hanpo.core.japanese.kana import to_hiragana
from hanpo.core.models import Assignment
from hanpo.core.queries.people import role_label
from hanpo.core.registry import SearchSource, SearchText
from hanpo.core.templatetags.japanese import wareki


def texts_of(post: Assignment) -> Iterator[SearchText]:
    """A post at work: who holds it, and where, until when. Nothing of residents, nor of posts that ended."""
    role = registry.roles().get(post.role)
    if role is None or not role.is_staff or (post.until is not None and post.until < clock.today()):
        return
    until = _("%(day)sまで") % {"day": wareki(post.until)} if post.until else ""
    kana = post.person.kana
    yield SearchText(text=" ".join(filter(None, (post.person.name, kana, to_hiragana(kana)))), weight=3)
    yield SearchText(text=" ".join(filter(None, (_words(post), post.person.organisation, until))))


def title_of(post: Assignment) -> str:
    """Who, and in which section or role."""
    return f"{post.person.name}（{post.section or role_label(post.role)}）"


def _words(post: Assignment) -> str:
    return f"{post.person.name} {post.municipality} {post.section or ''} {role_label(post.role)}"


COLLEAGUES = SearchSource(
    key="portal.person",
    label=gettext_lazy("人"),
    model=Assignment,
    permission="portal.see_municipality",
    title=title_of,
    url=lambda post: reverse("portal:municipality", args=[post.municipality_id]),
    texts=texts_of,
)
