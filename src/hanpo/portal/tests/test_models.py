"""The pages of models (横展開): offered, adopted, taken over with what was changed at home, published, as a file."""

from io import BytesIO

import pytest

from hanpo.core import registry, scope
from hanpo.core.models import Adoption, ModelPackage, Section
from hanpo.core.registry import Adoptable, Manifest
from hanpo.core.tests import factories

pytestmark = pytest.mark.django_db


def _export(key: str) -> dict:
    section = Section.objects.get(pk=key)
    return {"name": section.name, "phone": section.phone}


def _apply(_actor, municipality, key, content) -> str:
    section = Section.objects.get(pk=key) if key else Section(municipality=municipality)
    section.name, section.phone = content["name"], content["phone"]
    section.full_clean()
    section.save()
    return str(section.pk)


@pytest.fixture
def sections():
    """A field whose models are sections: a name and a telephone number."""
    kind = Adoptable(
        key="sample.section", label="課のひな形", candidates=lambda: Section.objects.all(), export=_export,
        apply=_apply, url=lambda _key: "/m/282022/",
    )  # fmt: skip
    registry.register(Manifest(key="sample-models", label="見本", adoptable=(kind,)))
    yield kind
    registry._manifests.pop("sample-models")


@pytest.fixture
def package(sections, toyooka):
    return _package(toyooka, 1, {"name": "相談課", "phone": "1"})


def _package(place, version: int, content: dict) -> ModelPackage:
    return ModelPackage.objects.create(
        kind="sample.section", name="soudan", version=version, title="相談課のひな形", content=content,
        checksum=str(version) * 64, publisher=place,
    )  # fmt: skip


@pytest.fixture
def dx(sign_in, amagasaki):
    return sign_in(factories.person("dx_office", amagasaki))


def text(answer) -> str:
    return answer.content.decode()


def adopted() -> tuple[Adoption, Section]:
    with scope.within(scope.EVERYWHERE):
        adoption = Adoption.objects.select_related("package").get()
        return adoption, Section.objects.get(pk=adoption.object_id)


def test_a_model_of_another_municipality_is_offered_and_adopted_at_home(dx, package, amagasaki):
    assert "相談課のひな形" in text(dx.get("/models/"))
    assert "尼崎市に取り入れる" in text(dx.get(f"/models/{package.pk}/"))
    dx.post(f"/models/{package.pk}/adopt/", {"place": amagasaki.code, "name": "相談課"})
    _adoption, section = adopted()
    assert (section.municipality, section.name) == (amagasaki, "相談課")
    assert "取り入れたときのままです" in text(dx.get(f"/models/{package.pk}/"))


def test_a_name_taken_at_home_is_said_at_the_field_and_another_one_is_taken(dx, package, amagasaki):
    factories.section(amagasaki, "相談課")
    answer = dx.post(f"/models/{package.pk}/adopt/", {"place": amagasaki.code, "name": "相談課"})
    assert answer.context["form"].errors["name"] == [
        "このまちには「相談課」という名前のものが、もうあります。ほかの名前にしてください。"
    ]
    assert 'value="相談課"' in text(answer)
    dx.post(f"/models/{package.pk}/adopt/", {"place": amagasaki.code, "name": "くらし相談課"})
    assert adopted()[1].name == "くらし相談課"


def test_a_newer_version_with_a_name_taken_at_home_is_refused_in_words(dx, package, amagasaki, toyooka):
    dx.post(f"/models/{package.pk}/adopt/", {"place": amagasaki.code, "name": "相談課"})
    factories.section(amagasaki, "総合相談課")
    newer = _package(toyooka, 2, {"name": "総合相談課", "phone": "1"})
    answer = dx.post(f"/models/in-use/{adopted()[0].pk}/upgrade/{newer.pk}/")
    assert "このまちには「総合相談課」という名前のものが、もうあります" in text(answer)
    assert adopted()[0].package.version == 1


def test_nobody_adopts_for_a_foreign_municipality(dx, package, toyooka):
    assert dx.post(f"/models/{package.pk}/adopt/", {"place": toyooka.code}).status_code == 404


def test_staff_of_a_section_see_models_and_do_not_adopt_them(sign_in, package, amagasaki):
    staff = sign_in(factories.person("section_staff", amagasaki))
    assert "取り入れるのは、市町のDX担当課か課長です" in text(staff.get(f"/models/{package.pk}/"))
    assert staff.post(f"/models/{package.pk}/adopt/", {"place": amagasaki.code}).status_code == 403


def test_what_both_changed_is_decided_place_by_place_and_the_rest_is_kept(dx, package, amagasaki, toyooka):
    dx.post(f"/models/{package.pk}/adopt/", {"place": amagasaki.code, "name": "相談課"})
    adoption, section = adopted()
    with scope.within(scope.EVERYWHERE):
        section.phone = "家の番号"
        section.save()
    newer = _package(toyooka, 2, {"name": "総合相談課", "phone": "新しい番号"})
    assert "新しい版があります" in text(dx.get("/models/"))
    address = f"/models/in-use/{adoption.pk}/upgrade/{newer.pk}/"
    page = text(dx.get(address))
    assert "家の番号" in page
    assert "新しい番号" in page
    assert "まだ決めていないところがあります" in text(dx.post(address))
    path = page.split('name="keep-')[1].split('"')[0]
    dx.post(address, {f"keep-{path}": "ours"})
    adoption, section = adopted()
    assert (adoption.package.version, section.name, section.phone) == (2, "総合相談課", "家の番号")


def test_one_s_own_is_published_as_the_next_version(dx, sections, amagasaki):
    section = factories.section(amagasaki, "広報課")
    typed = {"what": f"sample.section:{section.pk}", "name": "kouhou", "title": "広報課のひな形", "note": ""}
    assert dx.post("/models/publish/", typed).status_code == 302
    assert ModelPackage.objects.get(name="kouhou").content["name"] == "広報課"


def test_a_model_leaves_as_a_file_and_comes_back_from_it(dx, package):
    body = dx.post(f"/models/{package.pk}/download/").content
    with scope.within(scope.EVERYWHERE):
        ModelPackage.objects.all().delete()
    upload = BytesIO(body)
    upload.name = "soudan-v1.zip"
    dx.post("/models/upload/", {"file": upload})
    assert ModelPackage.objects.get().content == {"name": "相談課", "phone": "1"}


def test_a_file_that_is_no_model_is_refused_in_words(dx, sections):
    upload = BytesIO(b"not a zip")
    upload.name = "x.zip"
    answer = dx.post("/models/upload/", {"file": upload}, follow=True)
    assert ModelPackage.objects.count() == 0
    assert "banner--error" in text(answer)
