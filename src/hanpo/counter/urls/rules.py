"""Addresses: the rules of procedures: editing, proof, editions, exchange."""

from django.urls import URLPattern, path

from hanpo.counter.views.rules import desk, editing, exchange, publishing

urlpatterns: list[URLPattern] = [
    path("", desk.rules_home, name="rules_home"),
    path("start/", desk.rules_start, name="rules_start"),
    path("<int:pk>/", desk.rules_desk, name="rules_desk"),
    path("<int:pk>/history/", desk.rules_history, name="rules_history"),
    path("<int:pk>/history/<int:edit>/undo/", desk.rules_undo, name="rules_undo"),
    path("<int:pk>/tables/<str:key>/", desk.rules_table, name="rules_table"),
    path("<int:pk>/tables/<str:key>/edit/", editing.rules_table_edit, name="rules_table_edit"),
    path("<int:pk>/tables/<str:key>/csv/", exchange.rules_table_csv, name="rules_table_csv"),
    path("<int:pk>/tables/<str:key>/confirm/", publishing.rules_confirm, name="rules_confirm"),
    path("<int:pk>/tables/<str:key>/unconfirm/", publishing.rules_unconfirm, name="rules_unconfirm"),
    path("<int:pk>/procedures/add/", editing.rules_procedure_add, name="rules_procedure_add"),
    path("<int:pk>/procedures/<str:key>/words/", editing.rules_words, name="rules_words"),
    path("<int:pk>/procedures/<str:key>/remove/", editing.rules_procedure_remove, name="rules_procedure_remove"),
    path("<int:pk>/questions/", editing.rules_questions, name="rules_questions"),
    path("<int:pk>/questions/<str:key>/", editing.rules_question, name="rules_question"),
    path("<int:pk>/questions/<str:key>/box/", editing.rules_box_add, name="rules_box_add"),
    path("<int:pk>/proof/", publishing.rules_proof, name="rules_proof"),
    path("<int:pk>/changes/", publishing.rules_changes, name="rules_changes"),
    path("<int:pk>/publish/", publishing.rules_publish, name="rules_publish"),
    path("<int:pk>/editions/", publishing.rules_editions, name="rules_editions"),
    path("<int:pk>/overlay/", publishing.rules_overlay, name="rules_overlay"),
    path("<int:pk>/sections/", publishing.rules_sections, name="rules_sections"),
    path("<int:pk>/files/", exchange.rules_files, name="rules_files"),
    path("<int:pk>/files/add/", exchange.rules_import, name="rules_import"),
    path("<int:pk>/files/<str:kind>/out/", exchange.rules_export, name="rules_export"),
    path("<int:pk>/files/<int:upload>/", exchange.rules_upload, name="rules_upload"),
    path("<int:pk>/files/<int:upload>/take/", exchange.rules_upload_take, name="rules_upload_take"),
    path("<int:pk>/files/<int:upload>/aside/", exchange.rules_upload_aside, name="rules_upload_aside"),
]
