"""Models (横展開): what others made, what differs at home, taking over and giving away."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core.actions import adoption as actions
from hanpo.core.adoption_files import PackageRefused
from hanpo.core.engine.merge import Side
from hanpo.core.models import Adoption, ModelPackage, Municipality
from hanpo.core.pages import PageRequest, page
from hanpo.core.queries import adoption as ground
from hanpo.core.queries.places import in_scope
from hanpo.portal.files import download as file_download
from hanpo.portal.inputs import AdoptForm, PackageForm, PublishForm
from hanpo.portal.queries import models as queries


@page("core.see_models")
def models(request: PageRequest) -> HttpResponse:
    """The models on offer, and which of them the municipality uses."""
    place = queries.home_place(wanted=request.GET.get("place"), access=request.access)
    context = {
        "place": place,
        "places": in_scope(),
        "offers": queries.offers(place=place) if place else [],
        "may_adopt": bool(place) and request.access.allows("core.adopt_models", place.code if place else None),
    }
    return render(request, "portal/models.html", context | {"upload": PackageForm()})


@page("core.see_models")
def model(request: PageRequest, pk: int) -> HttpResponse:
    """One version of a model: what it holds, and how the municipality's own differs from it."""
    package = get_object_or_404(ground.packages(), pk=pk)
    context = queries.model_page(package=package, wanted=request.GET.get("place"), access=request.access)
    context["form"] = AdoptForm(
        name=queries.name_of(package=package), initial={"place": getattr(context["place"], "pk", "")}
    )
    return render(request, "portal/model.html", context)


@page("core.adopt_models")
@require_POST
def adopt(request: PageRequest, pk: int) -> HttpResponse:
    """Make an object of the municipality's own from a model; a name that is taken there is asked for anew."""
    package = get_object_or_404(ground.packages(), pk=pk)
    place = get_object_or_404(in_scope(), pk=request.POST.get("place"))
    form = AdoptForm(request.POST, name=queries.name_of(package=package))
    if form.is_valid() and _adopted(request, form, package, place):
        return redirect(f"{reverse('portal:model', args=[pk])}?place={place.code}")
    context = queries.model_page(package=package, wanted=place.code, access=request.access)
    return render(request, "portal/model.html", context | {"form": form})


@page("core.adopt_models")
def upgrade(request: PageRequest, pk: int, package: int) -> HttpResponse:
    """Take over a newer version: what would change, and a decision for each place that both sides changed."""
    adoption = get_object_or_404(ground.adoptions(), pk=pk)
    newer = get_object_or_404(ground.packages(), pk=package)
    chosen = queries.resolutions(posted=request.POST)
    if request.method == "POST" and _upgraded(request, adoption, newer, chosen):
        return redirect("portal:model", pk=newer.pk)
    context = queries.upgrade_page(adoption=adoption, newer=newer, chosen=chosen)
    return render(request, "portal/model_upgrade.html", context)


@page("core.adopt_models")
def publish(request: PageRequest) -> HttpResponse:
    """Offer something of one's own to the other municipalities as a model, or as the next version of one."""
    place = queries.home_place(wanted=request.GET.get("place"), access=request.access)
    form = PublishForm(request.POST or None, choices=queries.publishable())
    if request.method == "POST" and form.is_valid() and place is not None:
        try:
            package = actions.publish_model(actor=request.user, municipality=place, **form.facts())
        except actions.NotPublishable as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("第{version}版として公開しました。").format(version=package.version))
            return redirect("portal:model", pk=package.pk)
    return render(request, "portal/model_publish.html", {"form": form, "place": place})


@page("core.adopt_models")
@require_POST
def upload(request: PageRequest) -> HttpResponse:
    """Take in a model from a file of another installation."""
    form = PackageForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("モデルのファイルを選んでください。"))
        return redirect("portal:models")
    try:
        package = actions.import_package(actor=request.user, data=form.body())
    except PackageRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:models")
    messages.success(request, _("「{title}」を読み込みました。").format(title=package.title))
    return redirect("portal:model", pk=package.pk)


@page("core.adopt_models")
@require_POST
def download(request: PageRequest, pk: int) -> HttpResponse:
    """The model as a file for another installation."""
    package = get_object_or_404(ground.packages(), pk=pk)
    body = actions.export_package(actor=request.user, package=package)
    return file_download(body, f"{package.name}-v{package.version}.zip", "application/zip")


def _adopted(request: PageRequest, form: AdoptForm, package: ModelPackage, place: Municipality) -> bool:
    """Adopt the model; why it cannot be goes to the form, and what was typed stays."""
    name = form.cleaned_data.get("name", "")
    try:
        actions.adopt_model(actor=request.user, municipality=place, package=package, name=name)
    except actions.AlreadyAdopted:
        messages.info(request, _("このモデルは、もう取り入れてあります。"))
    except ValidationError as refusal:
        form.add_error("name" if isinstance(refusal, actions.NameTaken) else None, refusal.messages)
        return False
    else:
        messages.success(request, _("「{title}」を{place}に取り入れました。自由に直して使えます。").format(
            title=package.title, place=place))  # fmt: skip
    return True


def _upgraded(request: PageRequest, adoption: Adoption, newer: ModelPackage, chosen: dict[str, Side]) -> bool:
    """Take the newer version over; says whether there is nothing left to decide."""
    try:
        actions.upgrade_model(actor=request.user, adoption=adoption, package=newer, resolutions=chosen)
    except actions.UpgradeConflict:
        messages.error(request, _("まだ決めていないところがあります。どちらを残すかを選んでください。"))
        return False
    except actions.NoUpgrade:
        messages.info(request, _("この版は、もう取り込んであります。"))
        return True
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return False
    messages.success(request, _("第{version}版を取り込みました。").format(version=newer.version))
    return True
