"""Stored files, for those who may open them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from hanpo.core.pages import PageRequest, page
from hanpo.core.queries.files import body_of, files_in_scope, may_open
from hanpo.portal.files import download


@page("portal.open_files")
def stored_file(request: PageRequest, pk: int) -> HttpResponse:
    """The file itself, under its own name; nobody opens it without the file's own permission in its municipality."""
    file = get_object_or_404(files_in_scope(), pk=pk)
    if not may_open(access=request.access, file=file):
        raise PermissionDenied
    return download(body_of(file=file), file.name, file.media_type)
