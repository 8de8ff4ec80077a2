"""The addresses of the council's part for deciding."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
