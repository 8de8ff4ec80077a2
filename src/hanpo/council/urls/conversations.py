"""The addresses of the council's part for conversations."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
