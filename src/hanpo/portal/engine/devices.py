"""What a browser says of itself, in words that its owner knows."""

from __future__ import annotations

BROWSERS = (("Edg", "Edge"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"),
            ("Chrome/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip
"""Signs of browsers, those first that also carry the signs of others."""

DEVICES = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Macintosh", "Mac"),
           ("CrOS", "Chromebook"), ("Linux", "Linux"))  # fmt: skip
"""Signs of devices and their systems."""


def browser_and_device(user_agent: str) -> tuple[str, str]:
    """The browser and the device, each empty where the text (RFC 9110, section 10.1.5) does not tell."""
    return _first(BROWSERS, user_agent), _first(DEVICES, user_agent)


def _first(signs: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for sign, name in signs if sign in text), "")
