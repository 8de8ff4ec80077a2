"""The addresses of the council's part for systems."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
