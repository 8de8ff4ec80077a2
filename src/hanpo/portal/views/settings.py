"""A person's own settings: language, e-mail, and the ways to password and second factor."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hanpo.core.actions.people import change_own_settings
from hanpo.core.pages import PageRequest, page
from hanpo.portal import language
from hanpo.portal.inputs import SettingsForm


@page("portal.change_settings")
def settings(request: PageRequest) -> HttpResponse:
    """Show and change one's own settings; the language changes with the next page."""
    me = request.user
    known = {"language": me.language, "email": me.email, "mails_urgent_work": me.mails_urgent_work}
    form = SettingsForm(request.POST or None, initial=known, has_tray=request.access.allows("core.work_with_tray"))
    if request.method == "POST" and form.is_valid():
        change_own_settings(actor=me, **form.cleaned_data)
        messages.success(request, _("設定を保存しました。"))
        return language.speak(redirect("portal:settings"), me.language)
    return render(request, "portal/settings.html", {"form": form})
