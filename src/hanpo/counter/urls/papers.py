"""Addresses: the application forms: each value entered once."""

from django.urls import path

from hanpo.counter.views.papers import desk, residents

urlpatterns = [
    path("", desk.paper_sets, name="paper_sets"),
    path("add/", desk.paper_set_add, name="paper_set_add"),
    path("sets/<int:pk>/", desk.paper_set, name="paper_set"),
    path("sets/<int:pk>/fill/", desk.paper_set_fill, name="paper_set_fill"),
    path("sets/<int:pk>/papers/", desk.paper_set_papers, name="paper_set_papers"),
    path("sets/<int:pk>/check/", desk.paper_set_check, name="paper_set_check"),
    path("sets/<int:pk>/reopen/", desk.paper_set_reopen, name="paper_set_reopen"),
    path("sets/<int:pk>/protect/", desk.paper_set_protect, name="paper_set_protect"),
    path("sets/<int:pk>/pdf/", desk.paper_set_pdf, name="paper_set_pdf"),
    path("sets/<int:pk>/csv/", desk.paper_set_csv, name="paper_set_csv"),
    path("sets/<int:pk>/json/", desk.paper_set_json, name="paper_set_json"),
    path("sets/<int:pk>/register/", desk.paper_set_register, name="paper_set_register"),
    path("sets/<int:pk>/register/<int:resident>/", desk.paper_set_take, name="paper_set_take"),
    path("forms/", desk.paper_forms, name="paper_forms"),
    path("forms/install/", desk.paper_forms_install, name="paper_forms_install"),
    path("forms/<int:pk>/edit/", desk.paper_form_edit, name="paper_form_edit"),
    path("of/<str:town>/", residents.paper_start, name="paper_start"),
    path("of/<str:town>/<str:number>/<str:token>/", residents.paper_fill, name="paper_fill"),
    path("of/<str:town>/<str:number>/<str:token>/pdf/", residents.paper_pdf, name="paper_pdf"),
    path("of/<str:town>/<str:number>/<str:token>/erase/", residents.paper_erase, name="paper_erase"),
]
