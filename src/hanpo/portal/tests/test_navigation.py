import pytest
from django.urls import reverse

from hanpo.core.tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["portal:search", "portal:prefecture", "portal:models", "portal:people"])
def test_a_page_that_lists_places_keeps_the_navigation(sign_in, prefecture, amagasaki, toyooka, name):
    official = factories.person("prefecture", prefecture)
    factories.assign(official, "dx_office", amagasaki)
    page = sign_in(official).get(reverse(name), {"q": "窓口"})
    tray = reverse("portal:tray")
    assert f'href="{tray}"' in page.content.decode()
