"""Addresses: the application forms: each value entered once."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
