"""Pages on which a form is tried, published, and looked up as it once was."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.pages import PageRequest, page
from hanpo.forms.actions.versions import publish_version
from hanpo.forms.engine import walking
from hanpo.forms.engine.reading import read_form
from hanpo.forms.inputs.answers import Typed, read_page
from hanpo.forms.inputs.faces import faces
from hanpo.forms.inputs.settings import PublishForm
from hanpo.forms.queries import drafts
from hanpo.forms.queries.faults import faults_of
from hanpo.forms.queries.versions import form_of, versions
from hanpo.forms.queries.words import language_of, outline
from hanpo.forms.views.common import back_to, form_or_404, form_page, show


@page("forms.publish_forms")
def publish(request: PageRequest, pk: int) -> HttpResponse:
    """Publish what stands in the editor, after a look at what changed."""
    draft = form_or_404(request, pk)
    form = PublishForm(request.POST or None, initial={"version": draft.version})

    def save() -> str:
        typed = form.cleaned_data
        made = publish_version(actor=request.user, form=draft, based_on=typed["version"], note=typed["note"])
        return _("第{number}版を公開しました。これから答える人は、この版で答えます。").format(number=made.number)

    return form_page(
        request, "forms/publish.html", form=form, save=save, back=back_to(draft), draft=draft,
        shown=drafts.form_page(form=draft), faults=[f for f in faults_of(draft.definition) if not f.is_warning],
    )  # fmt: skip


@page("forms.see_forms")
def version(request: PageRequest, pk: int, number: int) -> HttpResponse:
    """A version as it was published."""
    draft = form_or_404(request, pk)
    row = get_object_or_404(versions(), form=draft, number=number)
    return show(request, "forms/version.html", draft=draft, version=row, outline=outline(form_of(row)))


@page("forms.see_forms")
def preview(request: PageRequest, pk: int) -> HttpResponse:
    """Fill a form in to try it: conditions, checks and sums work, and nothing is kept."""
    draft = form_or_404(request, pk)
    form, today, language = read_form(draft.definition), clock.today(), language_of(get_language())
    typed = Typed()
    if request.method == "POST":
        typed = read_page(form.items(), request.POST, request.FILES, {}, today=today, language=language)
    known = walking.walk(form, {one: value for one, value in typed.values.items() if value is not None}, today)
    template = "forms/_preview.html" if request.htmx else "forms/preview.html"
    return show(
        request, template, draft=draft, asked=form, is_tried=request.method == "POST",
        faces=faces(known.asked, known.answers, typed=typed, language=language),
    )  # fmt: skip
