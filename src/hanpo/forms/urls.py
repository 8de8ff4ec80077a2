"""The addresses of the forms."""

from django.urls import path

from hanpo.forms.views import answering, editing, exchange, forms, items, publishing, results

app_name = "forms"

of_forms = [
    path("", forms.form_list, name="forms"),
    path("add/", forms.form_add, name="form_add"),
    path("import/", exchange.form_import, name="form_import"),
    path("<int:pk>/", forms.form, name="form"),
    path("<int:pk>/settings/", forms.settings, name="settings"),
    path("<int:pk>/copy/", forms.form_copy, name="form_copy"),
    path("<int:pk>/publish/", publishing.publish, name="publish"),
    path("<int:pk>/versions/<int:number>/", publishing.version, name="version"),
    path("<int:pk>/preview/", publishing.preview, name="preview"),
    path("<int:pk>/export/<slug:kind>/", exchange.form_export, name="form_export"),
    path("<int:pk>/paper/", exchange.paper, name="paper"),
]

of_editing = [
    path("<int:pk>/words/<slug:language>/", editing.words, name="words"),
    path("<int:pk>/sections/add/", editing.section_add, name="section_add"),
    path("<int:pk>/sections/<slug:section>/", editing.section_edit, name="section_edit"),
    path("<int:pk>/sections/<slug:section>/move/", editing.section_move, name="section_move"),
    path("<int:pk>/sections/<slug:section>/remove/", editing.section_remove, name="section_remove"),
    path("<int:pk>/sections/<slug:section>/when/", editing.section_when, name="section_when"),
    path("<int:pk>/sections/<slug:section>/items/add/", items.item_add, name="item_add"),
    path("<int:pk>/items/<slug:item>/", items.item_edit, name="item_edit"),
    path("<int:pk>/items/<slug:item>/move/", items.item_move, name="item_move"),
    path("<int:pk>/items/<slug:item>/remove/", items.item_remove, name="item_remove"),
    path("<int:pk>/items/<slug:item>/when/", items.item_when, name="item_when"),
]

of_answers = [
    path("<int:pk>/responses/", results.response_list, name="responses"),
    path("<int:pk>/answers/<slug:kind>/", results.answers, name="answers"),
    path("answer/", answering.answer_list, name="answer_list"),
    path("answer/<int:pk>/", answering.start, name="start"),
    path("responses/<int:pk>/", answering.response, name="response"),
    path("responses/<int:pk>/history/", answering.response_history, name="response_history"),
    path("responses/<int:pk>/paper/", answering.response_paper, name="response_paper"),
    path("responses/<int:pk>/workbook/", answering.response_workbook, name="response_workbook"),
    path("responses/<int:pk>/reopen/", answering.response_reopen, name="response_reopen"),
]

urlpatterns = [*of_forms, *of_editing, *of_answers]
