"""Addresses: arrivals, what-if, rosters, the calendar of crowding."""

from django.urls import path

from hanpo.counter.views.staffing import reading

urlpatterns = [
    path("", reading.arrivals, name="staffing_arrivals"),
    path("excel/", reading.arrivals_excel, name="staffing_arrivals_excel"),
    path("waits/", reading.waits, name="staffing_waits"),
    path("waits/excel/", reading.waits_excel, name="staffing_waits_excel"),
    path("quick/", reading.quick, name="staffing_quick"),
]
