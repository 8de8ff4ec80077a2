"""Writes of adoption (横展開): publish a model, adopt it, take over its improvements, carry it to other installations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit, registry, scope
from hanpo.core.adoption_files import PackageFile, PackageRefused, checksum, read_package, write_package
from hanpo.core.database.locks import held
from hanpo.core.engine.merge import Conflict, Side, merge
from hanpo.core.models import Adoption, ModelPackage, Municipality, Person
from hanpo.core.queries.adoption import content_at_home, preview_upgrade
from hanpo.core.registry import Adoptable


class NotPublishable(ValueError):
    """The model cannot be published like this; the message tells the person why."""


class AlreadyAdopted(Exception):
    """The municipality uses the model already: `adoption`. An improvement is taken over by `upgrade_model`."""

    def __init__(self, adoption: Adoption) -> None:
        super().__init__(f"adoption {adoption.pk} uses this model")
        self.adoption = adoption


class NameTaken(ValidationError):
    """The municipality has something else of the name already; the message, at the field `name`, says what to do."""

    def __init__(self, name: str) -> None:
        said = _("このまちには「%(name)s」という名前のものが、もうあります。ほかの名前にしてください。") % {
            "name": name
        }
        super().__init__({"name": said})


class UpgradeConflict(Exception):
    """Home and the new version changed the same places differently; `conflicts` wait for a decision each."""

    def __init__(self, conflicts: tuple[Conflict, ...]) -> None:
        super().__init__(f"{len(conflicts)} conflicts: {', '.join(conflict.path for conflict in conflicts)}")
        self.conflicts = conflicts


class NoUpgrade(ValueError):
    """The package is no newer version of the model in use."""


@audit.deed
def publish_model(
    *, actor: Person, municipality: Municipality, kind: str, object_id: str, name: str, title: str, note: str = ""
) -> ModelPackage:
    """Publish an object of the municipality as the next version of a model. Raises `NotPublishable`."""
    scope.require(municipality.code)
    adoptable = registry.adoptables()[kind]
    row = adoptable.candidates().filter(pk=object_id).first()
    if row is None or getattr(row, "municipality_id", municipality.code) not in (None, municipality.code):
        raise NotPublishable(_("このまちには、公開しようとしたものが見つかりません。"))
    content = adoptable.export(object_id)
    newest = _next_to(kind, name, municipality, checksum(content))
    package = ModelPackage.objects.create(
        kind=kind, name=name, version=newest + 1, title=title, note=note, content=content,
        checksum=checksum(content), publisher=municipality, published_by=actor,
    )  # fmt: skip
    audit.record(actor=actor, verb="publish_model", subject=package, new=_named(package))
    return package


@audit.deed
def adopt_model(*, actor: Person, municipality: Municipality, package: ModelPackage, name: str = "") -> Adoption:
    """Make a new object at home from a model, under another name where one is given.

    Raises `AlreadyAdopted`, `NameTaken`, and `ValidationError` where the content cannot stand at home.
    """
    scope.require(municipality.code)
    held = Adoption.objects.filter(
        municipality=municipality, package__kind=package.kind, package__name=package.name
    ).first()
    if held is not None:
        raise AlreadyAdopted(held)
    adoptable = registry.adoptables()[package.kind]
    content = {**package.content, adoptable.named_by: name} if name else package.content
    object_id = _apply(adoptable, actor, municipality, None, content)
    adoption = Adoption.objects.create(
        municipality=municipality, package=package, object_id=object_id, adopted_by=actor
    )
    audit.record(
        actor=actor, verb="adopt_model", subject=adoption, new={**_named(package), "object_id": object_id}
    )  # fmt: skip
    return adoption


@audit.deed
def upgrade_model(
    *, actor: Person, adoption: Adoption, package: ModelPackage, resolutions: Mapping[str, Side] | None = None
) -> Adoption:
    """Take over a newer version and keep what was changed at home: a three-way merge on the version in use.

    `resolutions` decides conflicts by their path. Raises `UpgradeConflict` with those that are left, `NoUpgrade`, and
    `NameTaken` where the newer version has a name that something else bears at home.
    """
    adoption = _locked(adoption)
    former = adoption.package
    if (package.kind, package.name) != (former.kind, former.name) or package.version <= former.version:
        raise NoUpgrade(f"{package} is no newer version of {former}")
    preview = preview_upgrade(adoption=adoption, package=package, resolutions=resolutions)
    if preview.merge.conflicts:
        raise UpgradeConflict(preview.merge.conflicts)
    _write_home(actor, adoption, preview.merge.content)
    adoption.package = package
    adoption.save()
    audit.record(
        actor=actor, verb="upgrade_model", subject=adoption,
        old={"version": former.version, "content": preview.home},
        new={"version": package.version, "content": preview.merge.content},
    )  # fmt: skip
    return adoption


@audit.deed
def take_back_upgrade(
    *, actor: Person, adoption: Adoption, package: ModelPackage, former: dict[str, Any], upgraded: dict[str, Any]
) -> Adoption:
    """Go back to the version in use before, and to the content before; what was changed since the upgrade is kept.

    `former` and `upgraded` are the contents at home before and right after the upgrade.
    """
    adoption = _locked(adoption)
    home = content_at_home(adoption=adoption)
    restored = merge(upgraded, home, former).content
    _write_home(actor, adoption, restored)
    left, adoption.package = adoption.package, package
    adoption.save()
    audit.record(
        actor=actor, verb="take_back_upgrade", subject=adoption,
        old={"version": left.version, "content": home}, new={"version": package.version, "content": restored},
    )  # fmt: skip
    return adoption


@audit.deed
def export_package(*, actor: Person, package: ModelPackage) -> bytes:
    """The model as a file for another installation; that it left is recorded."""
    data = write_package(
        PackageFile(
            kind=package.kind, name=package.name, version=package.version, title=package.title, note=package.note,
            publisher=package.publisher_id, content=package.content,
        )
    )  # fmt: skip
    audit.record(actor=actor, verb="export_package", subject=package, new=_named(package))
    return data


@audit.deed
def import_package(*, actor: Person, data: bytes) -> ModelPackage:
    """Take in a model from a file, once however often it is imported. Raises `PackageRefused`."""
    read = read_package(data)
    if read.kind not in registry.adoptables():
        raise PackageRefused(_("このHanpoでは使っていない種類のモデルです。"))
    publisher = Municipality.objects.filter(pk=read.publisher).first()
    if publisher is None:
        raise PackageRefused(_("公開した市町（団体コード %(code)s）が登録されていません。") % {"code": read.publisher})
    fingerprint = checksum(read.content)
    package, is_new = ModelPackage.objects.get_or_create(
        kind=read.kind, name=read.name, version=read.version,
        defaults={
            "title": read.title, "note": read.note, "content": read.content, "checksum": fingerprint,
            "publisher": publisher, "published_by": actor,
        },
    )  # fmt: skip
    if package.checksum != fingerprint:
        raise PackageRefused(_("同じ名前と版で、内容の違うモデルがすでにあります。"))
    audit.record(actor=actor, verb="import_package", subject=package, new={**_named(package), "is_new": is_new})
    return package


def _next_to(kind: str, name: str, municipality: Municipality, fingerprint: str) -> int:
    """The newest version so far (0: none), unless this would be a false or an empty next one."""
    newest = ModelPackage.objects.filter(kind=kind, name=name).order_by("version").last()
    if newest is None:
        return 0
    if newest.publisher_id != municipality.code:
        raise NotPublishable(_("この名前は別の市町のモデルが使っています。ほかの名前にしてください。"))
    if newest.checksum == fingerprint:
        raise NotPublishable(_("前の版から変わったところがありません。"))
    return newest.version


def _write_home(actor: Person, adoption: Adoption, content: dict[str, Any]) -> None:
    adoptable = registry.adoptables()[adoption.package.kind]
    _apply(adoptable, actor, adoption.municipality, adoption.object_id, content)


def _apply(
    adoptable: Adoptable, actor: Person, municipality: Municipality, object_id: str | None, content: dict[str, Any]
) -> str:
    try:
        return adoptable.apply(actor, municipality, object_id, content)
    except ValidationError as refused:
        if _is_name_taken(refused, adoptable.named_by):
            raise NameTaken(str(content[adoptable.named_by])) from refused
        raise


def _is_name_taken(refused: ValidationError, named_by: str) -> bool:
    """Whether what could not be written bears a name that must be single (in its municipality)."""
    if not hasattr(refused, "error_dict"):
        return False
    found = [*refused.error_dict.get(named_by, []), *refused.error_dict.get(NON_FIELD_ERRORS, [])]
    return any(error.code in ("unique", "unique_together") for error in found)


def _locked(adoption: Adoption) -> Adoption:
    found: Adoption = held(Adoption.objects.select_related("package", "municipality")).get(pk=adoption.pk)
    return found


def _named(package: ModelPackage) -> dict[str, Any]:
    return {
        "kind": package.kind, "name": package.name, "version": package.version, "checksum": package.checksum,
    }  # fmt: skip
