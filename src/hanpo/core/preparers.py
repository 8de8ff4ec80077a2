"""What the ground itself makes ready for the tray."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core import registry
from hanpo.core.actions.adoption import NoUpgrade, UpgradeConflict, take_back_upgrade, upgrade_model
from hanpo.core.models import Adoption, ModelPackage, Municipality, Person, PreparedWork
from hanpo.core.queries.adoption import Upgrade, is_at_home, preview_upgrade, sentence, upgrades_available
from hanpo.core.registry import Draft, Fact

MOST_CHANGES = 5
"""Changes that a draft tells one by one."""


class ModelUpgradePreparer:
    """Tells the DX office that a model in use was improved, and has the improvement ready, merged with what is at home.

    A version that collides with changes at home is left to the page, where a person decides each conflict.
    """

    key = "core.model_upgrade"
    label = gettext_lazy("取り入れたモデルの新しい版")
    minutes_saved = 30

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        """One draft for each model in use whose newest version merges without a conflict and changes something."""
        for upgrade in upgrades_available(municipality=municipality):
            if draft := self._draft(upgrade):
                yield draft

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Take the version over. Raises `ValidationError` where home changed meanwhile: a person decides on the
        page.
        """
        adoption = Adoption.objects.select_related("package").get(pk=values["adoption"])
        adoptable = registry.adoptables()[adoption.package.kind]
        former, package = adoptable.export(adoption.object_id), adoption.package
        try:
            upgrade_model(actor=actor, adoption=adoption, package=ModelPackage.objects.get(pk=values["package"]))
        except UpgradeConflict as clash:
            raise ValidationError(
                _("用意したあとに、自分のまちで同じところが直されました。「横展開のモデル」のページで選んでください。")
            ) from clash
        except NoUpgrade as known:
            raise ValidationError(_("もう新しい版になっています。このおぜん立ては見送ってください。")) from known
        upgraded = adoptable.export(adoption.object_id)
        return {"adoption": adoption.pk, "package": package.pk, "former": former, "upgraded": upgraded}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        """Go back to the former version and content; what was changed at home since stays."""
        take_back_upgrade(
            actor=actor,
            adoption=Adoption.objects.get(pk=work.undo["adoption"]),
            package=ModelPackage.objects.get(pk=work.undo["package"]),
            former=work.undo["former"],
            upgraded=work.undo["upgraded"],
        )

    def _draft(self, upgrade: Upgrade) -> Draft | None:
        adoption, package = upgrade.adoption, upgrade.package
        if not is_at_home(adoption=adoption):
            return None
        preview = preview_upgrade(adoption=adoption, package=package)
        if preview.merge.conflicts or not preview.changes:
            return None
        url = registry.adoptables()[package.kind].url(adoption.object_id)
        told = [sentence(change) for change in preview.changes[:MOST_CHANGES]]
        if left := len(preview.changes) - len(told):
            told.append(_("ほかに%(count)d か所") % {"count": left})
        return Draft(
            key=f"{adoption.pk}:{package.pk}",
            title=_("使っているモデル「%(title)s」が良くなりました（第%(version)d版）")
            % {"title": package.title, "version": package.version},
            why=[Fact(text=self._news(package)), *(Fact(text=text, url=url) for text in told)],
            effect=_("自分のまちで直したところを残したまま、新しい版の改善を取り込みます。"),
            minutes_saved=self.minutes_saved,
            role="dx_office",
            url=url,
            values={"adoption": adoption.pk, "package": package.pk},
        )

    def _news(self, package: ModelPackage) -> str:
        news = _("%(publisher)sが第%(version)d版を公開しました") % {
            "publisher": package.publisher.name,
            "version": package.version,
        }
        return f"{news}（{package.note}）" if package.note else news
