"""Addresses: hearing sheets, experience surveys, problem cards, to-be, steps, agreement, before and after."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
