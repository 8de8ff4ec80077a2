"""The addresses of the portal."""

from django.urls import path

from hanpo.portal.views import home

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
]
