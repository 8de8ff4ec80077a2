"""Addresses: one case in many sections, pre-applications, booking of the bereavement course, export to core systems."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
