"""What the hub offers to the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hanpo.core.registry import Manifest

MANIFEST = Manifest(key="hub", label=_("推進・伴走支援"), accent="blue")
