"""Addresses: arrivals, what-if, rosters, the calendar of crowding."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
