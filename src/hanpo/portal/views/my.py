"""A resident's own pages: what is due, what they asked for, their data, who looked at it, and what they agreed to."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.actions import consents as actions
from hanpo.core.documents import DocumentError, FontsMissing
from hanpo.core.models import Resident
from hanpo.core.pages import PageRequest, page
from hanpo.core.queries import consents, residents
from hanpo.portal import files, queries
from hanpo.portal.inputs import ConsentForm, page_of


@page("core.see_own_data")
def my(request: PageRequest) -> HttpResponse:
    """The resident's home: what to do next, what was asked for, and the ways to data, looks and consents."""
    me, today = _me(request), clock.today()
    context = {
        "me": me,
        "today": today,
        "due": queries.due_for(resident=me, today=today),
        "requests": queries.requests_of(resident=me),
        "looks": queries.in_words(looks=residents.looks_at(resident=me)[:3]),
        "consents": [one for one in queries.given(resident=me, today=today) if one.can_be_withdrawn],
    }
    return render(request, "portal/my.html", context)


@page("core.see_own_data")
def data(request: PageRequest) -> HttpResponse:
    """Everything that the town hall keeps about the resident here, by kind."""
    me = _me(request)
    return render(request, "portal/my_data.html", {"me": me, "facts": residents.subject_facts(resident=me)})


@page("core.see_own_data")
def looks(request: PageRequest) -> HttpResponse:
    """Who looked at the resident's data: when, in which post, why, and which data."""
    me = _me(request)
    shown = page_of(request, residents.looks_at(resident=me))
    return render(request, "portal/my_looks.html", {"me": me, "page": shown, "looks": queries.in_words(looks=shown)})


@page("core.see_own_data")
def looks_file(request: PageRequest) -> HttpResponse:
    """All of the record on paper."""
    me = _me(request)
    try:
        body = files.looks_file(queries.in_words(looks=residents.looks_at(resident=me)), resident=me)
    except (DocumentError, FontsMissing):
        messages.error(request, _("いま、紙に出す用意ができません。役所の窓口で「閲覧記録がほしい」と言ってください。"))
        return redirect("portal:my-looks")
    return files.download(body, _("わたしの情報を見た人.pdf"), files.PDF)


@page("core.see_own_data")
def consent_list(request: PageRequest) -> HttpResponse:
    """What the resident agreed to, with the way to stop it."""
    me = _me(request)
    given = queries.given(resident=me, today=clock.today())
    return render(request, "portal/my_consents.html", {"me": me, "consents": given})


@page("core.see_own_data")
def give(request: PageRequest) -> HttpResponse:
    """Let a section of the town hall use some data."""
    me = _me(request)
    form = ConsentForm(request.POST or None, municipality=me.municipality)
    if request.method == "POST" and form.is_valid():
        consent = actions.give_consent(actor=request.user, resident=me, **form.facts(today=clock.today()))
        messages.success(
            request,
            _("同意しました。{who}が使えるようになりました。いつでも取りやめられます。").format(who=consent.recipient),
        )
        return redirect("portal:my-consents")
    return render(request, "portal/my_consent_new.html", {"me": me, "form": form})


@page("core.see_own_data")
def withdraw(request: PageRequest, pk: int) -> HttpResponse:
    """Ask once, then end a consent at this moment."""
    me = _me(request)
    consent = get_object_or_404(consents.consents_of(resident=me), pk=pk)
    if request.method != "POST":
        return render(request, "portal/my_consent_end.html", {"me": me, "consent": consent})
    try:
        actions.withdraw_consent(actor=request.user, consent=consent)
    except actions.AlreadyWithdrawn:
        messages.info(request, _("この同意は、もう取りやめてあります。"))
    else:
        messages.success(
            request, _("取りやめました。{who}は、いまからこの情報を使えません。").format(who=consent.recipient)
        )
    return redirect("portal:my-consents")


@page("core.see_own_data")
@require_POST
def give_again(request: PageRequest, pk: int) -> HttpResponse:
    """Take a withdrawal back: the same consent is given once more, from today; the old one stays on record."""
    me = _me(request)
    old = get_object_or_404(consents.consents_of(resident=me), pk=pk)
    try:
        actions.renew_consent(actor=request.user, consent=old, today=clock.today())
    except actions.ConsentRefused:
        messages.info(request, _("この同意は、いま取りやめになっていないか、期間が終わっています。"))
    else:
        messages.success(request, _("もう一度同意しました。{who}が使えるようになりました。").format(who=old.recipient))
    return redirect("portal:my-consents")


def _me(request: PageRequest) -> Resident:
    """The resident who signed in. Somebody whose sign-in is not tied to the register yet finds nothing here."""
    me = residents.resident_of(person=request.user)
    if me is None:
        raise Http404(_("住民の登録と結びついていません。"))
    return me
