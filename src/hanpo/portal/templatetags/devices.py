"""Devices on the page of one's sessions."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from hanpo.portal.engine import browser_and_device

register = template.Library()


@register.filter(name="device")
def device(user_agent: str) -> str:
    """The device and its browser, as `Windows（Edge）`."""
    browser, machine = browser_and_device(user_agent)
    if browser and machine:
        return _("{machine}（{browser}）").format(machine=machine, browser=browser)
    return browser or machine or _("分からない端末")
