"""Addresses: tickets, desks, the display, bookings at the counter."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
