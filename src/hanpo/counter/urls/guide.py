"""Addresses: the interview and the guide: which procedures this household needs."""

from django.urls import URLPattern, path

from hanpo.counter.views.guide import desk, residents, sheets

urlpatterns: list[URLPattern] = [
    path("", residents.guide_towns, name="guide_towns"),
    path("desk/", desk.guide_desk, name="guide_desk"),
    path("desk/begin/", desk.guide_desk_begin, name="guide_desk_begin"),
    path("desk/<int:pk>/", desk.guide_household, name="guide_household"),
    path("<slug:town>/", residents.guide_start, name="guide_start"),
    path("<slug:town>/<slug:token>/", sheets.guide_sheet, name="guide_sheet"),
    path("<slug:town>/<slug:token>/ask/", residents.guide_ask, name="guide_ask"),
    path("<slug:town>/<slug:token>/days/<slug:day>/", residents.guide_day, name="guide_day"),
    path("<slug:town>/<slug:token>/amounts/", residents.guide_amounts, name="guide_amounts"),
    path("<slug:town>/<slug:token>/forget/", residents.guide_forget, name="guide_forget"),
    path("<slug:town>/<slug:token>/print/<slug:size>/", sheets.guide_pdf, name="guide_pdf"),
    path("<slug:town>/<slug:token>/code/", sheets.guide_code, name="guide_code"),
    path("<slug:town>/<slug:token>/list/", sheets.guide_list, name="guide_list"),
]
