"""Addresses: the decision tables of procedures: editing, proof, editions, exchange."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
