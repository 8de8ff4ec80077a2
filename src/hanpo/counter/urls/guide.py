"""Addresses: the interview and the guide: which procedures this household needs."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
