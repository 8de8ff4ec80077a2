"""Why a member of staff is looking at residents' data: said once for a matter, kept for half an hour, then asked
again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from hanpo.core.pages import PageRequest

HELD = timedelta(minutes=30)
KEY = "hanpo.purpose"


@dataclass(frozen=True, slots=True)
class Purpose:
    """What residents' data is looked at for, and until when that need not be said again."""

    text: str
    until: datetime


def current(request: PageRequest, *, now: datetime) -> Purpose | None:
    """The purpose that still holds in this session."""
    kept = request.session.get(KEY)
    if kept is None:
        return None
    purpose = Purpose(kept["text"], datetime.fromisoformat(kept["until"]))
    return purpose if purpose.until > now else None


def keep(request: PageRequest, text: str, *, now: datetime) -> None:
    """Let the purpose hold from now on."""
    request.session[KEY] = {"text": text, "until": (now + HELD).isoformat()}


def forget(request: PageRequest) -> None:
    """The matter is done."""
    request.session.pop(KEY, None)


def way_on(request: PageRequest) -> str:
    """Where the person was going when the purpose was asked: a page of this site about residents."""
    wanted = request.POST.get("way_on") or (request.path if request.method == "GET" else "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if is_ours else reverse("portal:residents")
