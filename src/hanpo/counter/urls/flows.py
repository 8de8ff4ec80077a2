"""Addresses: business flows and what the event log says of them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
