"""Adoption (横展開): a model is made once, adopted by others, and improved without losing what they changed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hanpo.core import registry, scope
from hanpo.core.actions.adoption import (
    AlreadyAdopted,
    NameTaken,
    NotPublishable,
    NoUpgrade,
    UpgradeConflict,
    adopt_model,
    export_package,
    import_package,
    publish_model,
    upgrade_model,
)
from hanpo.core.actions.prepared import approve_work, undo_decision
from hanpo.core.adoption_files import PackageFile, PackageRefused, write_package
from hanpo.core.engine.merge import Kind
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import Adoption, AuditEntry, ModelPackage, Municipality, Person, PreparedWork, Section
from hanpo.core.preparers import ModelUpgradePreparer
from hanpo.core.queries.adoption import difference_at_home, models_offered, preview_upgrade, upgrades_available
from hanpo.core.registry import Adoptable, Manifest
from hanpo.core.scope import OutOfScope
from hanpo.core.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sections_as_models")]

KIND = "test.section"


def _export(object_id: str) -> dict[str, Any]:
    row = Section.objects.get(pk=object_id)
    return {"title": row.name, "lines": [{"id": n, "title": line} for n, line in _lines(row.phone)]}


def _lines(phone: str) -> list[tuple[str, str]]:
    return [(part.partition("=")[0], part.partition("=")[2]) for part in phone.split(",") if part]


def _apply(actor: Person, municipality: Municipality, object_id: str | None, content: dict[str, Any]) -> str:
    row = Section.objects.get(pk=object_id) if object_id else Section(municipality=municipality)
    row.name = content["title"]
    row.phone = ",".join(f"{line['id']}={line['title']}" for line in content["lines"])
    row.full_clean()
    row.save()
    return str(row.pk)


@pytest.fixture
def sections_as_models():
    """Sections stand for what can be adopted: a title, and lines kept in the phone number."""
    adoptable = Adoptable(
        key=KIND, label="課", candidates=lambda: Section.objects.all(), export=_export, apply=_apply,
        url=lambda object_id: f"/sections/{object_id}/", named_by="title",
    )  # fmt: skip
    registry.register(Manifest(key="test", label="試験", adoptable=(adoptable,)))
    yield
    registry._manifests.pop("test")


@pytest.fixture
def clerk(amagasaki, toyooka) -> Person:
    return factories.person("dx_office", toyooka)


def write(row: Section | str, lines: str, name: str | None = None) -> None:
    with scope.within(scope.EVERYWHERE):
        Section.objects.filter(pk=getattr(row, "pk", row)).update(phone=lines, **({"name": name} if name else {}))


def publish(place: Municipality, lines: str, *, name: str = "counter", note: str = "") -> ModelPackage:
    row = factories.section(place, "窓口課")
    write(row, lines)
    with scope.within(scope.of(place.code)):
        return publish_model(
            actor=factories.person("dx_office", place), municipality=place, kind=KIND, object_id=str(row.pk),
            name=name, title="窓口の進め方", note=note,
        )  # fmt: skip


def adopt(place: Municipality, package: ModelPackage, clerk: Person) -> Adoption:
    with scope.within(scope.of(place.code)):
        return adopt_model(actor=clerk, municipality=place, package=package)


def at_home(adoption: Adoption) -> dict[str, Any]:
    with scope.within(scope.of(adoption.municipality_id)):
        return _export(adoption.object_id)


def test_publishing_again_makes_the_next_version(amagasaki, clerk):
    first, second = publish(amagasaki, "a=案内"), publish(amagasaki, "a=予約", note="予約を足した")
    assert (first.version, second.version, second.content["lines"][0]["title"]) == (1, 2, "予約")
    assert AuditEntry.objects.filter(verb="publish_model").count() == 2


def test_an_unchanged_object_a_foreign_object_and_a_taken_name_are_not_published(amagasaki, toyooka, clerk):
    publish(amagasaki, "a=案内")
    with pytest.raises(NotPublishable, match="変わったところ"):
        publish(amagasaki, "a=案内")
    with pytest.raises(NotPublishable, match="別の市町"):
        publish(toyooka, "a=別の案内")
    foreign = factories.section(amagasaki, "観光課")
    with scope.within(scope.of(toyooka.code)), pytest.raises(NotPublishable, match="見つかりません"):
        publish_model(
            actor=clerk, municipality=toyooka, kind=KIND, object_id=str(foreign.pk), name="tour", title="観光"
        )
    assert ModelPackage.objects.count() == 1


def test_adopting_makes_an_object_at_home_with_the_content_of_the_model(amagasaki, toyooka, clerk):
    adoption = adopt(toyooka, publish(amagasaki, "a=案内,b=予約"), clerk)
    assert at_home(adoption)["lines"] == [{"id": "a", "title": "案内"}, {"id": "b", "title": "予約"}]
    with pytest.raises(AlreadyAdopted) as refused:
        adopt(toyooka, adoption.package, clerk)
    assert refused.value.adoption == adoption


def test_a_name_that_is_taken_at_home_is_refused_in_words_and_another_one_is_kept_through_upgrades(
    amagasaki, toyooka, clerk
):
    first = publish(amagasaki, "a=案内")
    factories.section(toyooka, "窓口課")
    with pytest.raises(NameTaken, match="「窓口課」という名前のものが、もうあります"):
        adopt(toyooka, first, clerk)
    with scope.within(scope.of(toyooka.code)):
        adoption = adopt_model(actor=clerk, municipality=toyooka, package=first, name="総合窓口課")
        upgrade_model(actor=clerk, adoption=adoption, package=publish(amagasaki, "a=予約"))
    assert at_home(adoption) == {"title": "総合窓口課", "lines": [{"id": "a", "title": "予約"}]}


def test_nobody_adopts_for_a_municipality_outside_the_scope(amagasaki, toyooka, clerk):
    package = publish(amagasaki, "a=案内")
    with scope.within(scope.of(toyooka.code)), pytest.raises(OutOfScope):
        adopt_model(actor=clerk, municipality=amagasaki, package=package)


def test_an_upgrade_keeps_what_was_changed_at_home(amagasaki, toyooka, clerk):
    adoption = adopt(toyooka, publish(amagasaki, "a=案内,b=予約"), clerk)
    write(adoption.object_id, "a=案内（豊岡）,b=予約")
    newer = publish(amagasaki, "a=案内,b=電子予約,c=記録")
    with scope.within(scope.of(toyooka.code)):
        upgraded = upgrade_model(actor=clerk, adoption=adoption, package=newer)
    assert upgraded.package == newer
    assert [line["title"] for line in at_home(adoption)["lines"]] == ["案内（豊岡）", "電子予約", "記録"]


def test_a_conflict_stops_the_upgrade_until_somebody_decides(amagasaki, toyooka, clerk):
    adoption = adopt(toyooka, publish(amagasaki, "a=案内"), clerk)
    write(adoption.object_id, "a=豊岡の案内")
    newer = publish(amagasaki, "a=新しい案内")
    with scope.within(scope.of(toyooka.code)):
        with pytest.raises(UpgradeConflict) as refused:
            upgrade_model(actor=clerk, adoption=adoption, package=newer)
        assert [(c.ours, c.theirs) for c in refused.value.conflicts] == [("豊岡の案内", "新しい案内")]
        assert at_home(adoption)["lines"][0]["title"] == "豊岡の案内"
        upgrade_model(
            actor=clerk, adoption=adoption, package=newer,
            resolutions={refused.value.conflicts[0].path: "theirs"},
        )  # fmt: skip
    assert at_home(adoption)["lines"][0]["title"] == "新しい案内"


def test_only_a_newer_version_of_the_same_model_is_an_upgrade(amagasaki, toyooka, clerk):
    first = publish(amagasaki, "a=案内")
    adoption = adopt(toyooka, first, clerk)
    other = publish(amagasaki, "a=別のもの", name="other")
    with scope.within(scope.of(toyooka.code)):
        for package in (first, other):
            with pytest.raises(NoUpgrade):
                upgrade_model(actor=clerk, adoption=adoption, package=package)


def test_the_offer_shows_the_newest_version_and_what_is_in_use(amagasaki, toyooka, clerk):
    adoption = adopt(toyooka, publish(amagasaki, "a=案内"), clerk)
    newer = publish(amagasaki, "a=予約")
    with scope.within(scope.of(toyooka.code)):
        (offer,) = models_offered(municipality=toyooka)
        (upgrade,) = upgrades_available(municipality=toyooka)
    assert (offer.package, offer.adoption, offer.is_own) == (newer, adoption, False)
    assert (upgrade.adoption, upgrade.package) == (adoption, newer)
    with scope.within(scope.of(amagasaki.code)):
        assert models_offered(municipality=amagasaki)[0].is_own
        assert upgrades_available(municipality=amagasaki) == []


def test_the_difference_at_home_is_told_before_an_upgrade(amagasaki, toyooka, clerk):
    adoption = adopt(toyooka, publish(amagasaki, "a=案内,b=予約"), clerk)
    write(adoption.object_id, "a=豊岡の案内,b=予約")
    newer = publish(amagasaki, "a=案内,b=予約,c=記録")
    with scope.within(scope.of(toyooka.code)):
        (home,) = difference_at_home(adoption=adoption)
        preview = preview_upgrade(adoption=adoption, package=newer)
    assert (home.kind, home.before, home.after) == (Kind.CHANGED, "案内", "豊岡の案内")
    assert [(found.kind, found.label) for found in preview.changes] == [(Kind.ADDED, "lines › 「記録」")]


def test_a_model_travels_as_a_file_and_is_taken_in_once(amagasaki, clerk):
    package = publish(amagasaki, "a=案内")
    data = export_package(actor=clerk, package=package)
    with scope.within(scope.EVERYWHERE):
        ModelPackage.objects.all().delete()
    taken = import_package(actor=clerk, data=data)
    assert (taken.content, taken.checksum, taken.publisher) == (package.content, package.checksum, amagasaki)
    assert import_package(actor=clerk, data=data) == taken


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"kind": "no.such"}, "使っていない種類"),
        ({"publisher": "999999"}, "登録されていません"),
        ({"content": {"title": "別", "lines": []}}, "内容の違うモデル"),
    ],
)
def test_a_file_that_does_not_fit_this_installation_is_refused(amagasaki, clerk, changes, reason):
    package = publish(amagasaki, "a=案内")
    fields = {
        "kind": KIND, "name": package.name, "version": 1, "title": "", "note": "", "publisher": amagasaki.code,
        "content": package.content, **changes,
    }  # fmt: skip
    with pytest.raises(PackageRefused, match=reason):
        import_package(actor=clerk, data=write_package(PackageFile(**fields)))
    assert ModelPackage.objects.count() == 1


def prepared(place: Municipality) -> list[PreparedWork]:
    """What the preparer puts into the tray of a municipality, in its own scope."""
    prepare_work(actor=None, preparer=ModelUpgradePreparer(), municipality=place, today=date(2026, 4, 1))
    return list(PreparedWork.objects.filter(municipality=place, state="waiting"))


def test_an_improvement_is_in_the_tray_taken_over_by_approval_and_taken_back_by_undo(amagasaki, toyooka, clerk):
    adoption = adopt(toyooka, publish(amagasaki, "a=案内,b=予約"), clerk)
    write(adoption.object_id, "a=豊岡の案内,b=予約")
    newer = publish(amagasaki, "a=案内,b=電子予約", note="電子申請に合わせた")
    before = at_home(adoption)
    with scope.within(scope.of(toyooka.code)):
        (work,) = prepared(toyooka)
        assert work.role == "dx_office"
        assert [fact["text"] for fact in work.why] == [
            "尼崎市が第2版を公開しました（電子申請に合わせた）",
            "lines › 「電子予約」 › title を「予約」から「電子予約」へ変更",
        ]
        approve_work(actor=clerk, work=work)
        adoption.refresh_from_db()
        assert adoption.package == newer
        assert [line["title"] for line in at_home(adoption)["lines"]] == ["豊岡の案内", "電子予約"]
        undo_decision(actor=clerk, work=work)
        adoption.refresh_from_db()
        assert adoption.package.version == 1
        assert at_home(adoption) == before
        assert prepared(toyooka) == [work]


def test_undo_keeps_what_was_changed_after_the_approval(amagasaki, toyooka, clerk):
    adoption = adopt(toyooka, publish(amagasaki, "a=案内,b=予約"), clerk)
    publish(amagasaki, "a=案内,b=電子予約")
    with scope.within(scope.of(toyooka.code)):
        (work,) = prepared(toyooka)
        approve_work(actor=clerk, work=work)
        write(adoption.object_id, "a=急ぎの案内,b=電子予約")
        undo_decision(actor=clerk, work=work)
    assert [line["title"] for line in at_home(adoption)["lines"]] == ["急ぎの案内", "予約"]


def test_what_collides_or_is_gone_or_changes_nothing_is_not_prepared(amagasaki, toyooka, clerk):
    adoption = adopt(toyooka, publish(amagasaki, "a=案内"), clerk)
    write(adoption.object_id, "a=豊岡の案内")
    publish(amagasaki, "a=新しい案内")
    with scope.within(scope.of(toyooka.code)):
        assert prepared(toyooka) == []
        write(adoption.object_id, "a=新しい案内")
        assert prepared(toyooka) == []
        Section.objects.filter(pk=adoption.object_id).delete()
        assert prepared(toyooka) == []
