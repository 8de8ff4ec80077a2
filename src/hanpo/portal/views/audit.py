"""The audit record, read and verified."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import audit, clock
from hanpo.core.pages import PageRequest, page
from hanpo.core.queries import audit as queries
from hanpo.portal import files
from hanpo.portal.inputs import AuditFilter, asked, page_of
from hanpo.portal.queries import audit_rows


@page("core.see_audit")
def record(request: PageRequest) -> HttpResponse:
    """Who did what, the latest first, narrowed down by the address."""
    form = AuditFilter(request.GET)
    shown = page_of(request, queries.entries(**asked(form)))
    context = {
        "form": form,
        "page": shown,
        "rows": audit_rows(entries=shown),
        "head": queries.head(),
    }
    return render(request, "portal/audit.html", context)


@page("core.see_audit")
def record_file(request: PageRequest) -> HttpResponse:
    """The same rows as Excel."""
    form = AuditFilter(request.GET)
    found = queries.entries(**asked(form))
    rows = audit_rows(entries=found[: files.LONGEST])
    body = files.audit_file(rows, count=found.count(), made_by=request.user.name, filters=files.chosen(form))
    return files.download(body, _("監査記録.xlsx"), files.EXCEL)


@page("core.see_audit")
@require_POST
def verify(request: PageRequest) -> HttpResponse:
    """Read the whole chain now and say whether anything was touched."""
    context = {"breaks": audit.verify(), "head": queries.head(), "at": clock.now()}
    return render(request, "portal/audit_verified.html", context)
