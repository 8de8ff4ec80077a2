"""The addresses of the council's part for surveys."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
