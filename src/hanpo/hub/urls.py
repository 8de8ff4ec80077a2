"""The addresses of the hub."""

from django.urls import URLPattern

app_name = "hub"
urlpatterns: list[URLPattern] = []
