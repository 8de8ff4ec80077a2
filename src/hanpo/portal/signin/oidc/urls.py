"""The addresses that providers lead back to; the same as allauth's."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView, OAuth2View
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import path

from hanpo.portal.signin.oidc.adapter import StrictAdapter


def _strict(kind: type[OAuth2View]) -> Any:
    @login_not_required
    def view(request: HttpRequest, provider_id: str) -> HttpResponseBase:
        try:
            answer: HttpResponseBase = kind.adapter_view(StrictAdapter(request, provider_id))(request)
        except SocialApp.DoesNotExist:
            raise Http404 from None
        return answer

    return view


urlpatterns = [
    path("oidc/<str:provider_id>/login/", _strict(OAuth2LoginView), name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", _strict(OAuth2CallbackView), name="openid_connect_callback"),
]
