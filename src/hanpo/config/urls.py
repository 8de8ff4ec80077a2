"""Every address of Hanpo: the portal's own pages at the root, each field under its name."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("council/", include("hanpo.council.urls")),
    path("counter/", include("hanpo.counter.urls")),
    path("forms/", include("hanpo.forms.urls")),
    path("hub/", include("hanpo.hub.urls")),
    path("", include("hanpo.portal.urls")),
]
