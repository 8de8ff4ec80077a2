"""The face in which every form is filled in: fields hand it a response and the addresses around it.

A field writes one thin view, guarded by its own permission, and calls `fill`:

    @page("council.answer")
    def answer(request, pk):
        response = answer_or_404(request, pk)
        return fill(request, response=response, urls=Urls(face=request.path, leave=…, permission="council.see_answers"))

Everything else (one question a page or all on one, saving by itself, conflicts, checking, sending) happens here.
"""

from hanpo.forms.views.filling.face import Urls, Visit
from hanpo.forms.views.filling.steps import fill

__all__ = ["Urls", "Visit", "fill"]
