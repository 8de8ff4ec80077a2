"""The addresses of the council's part for results."""

from django.urls import URLPattern, path

from hanpo.council.views import freetext, results

urlpatterns: list[URLPattern] = [
    path("<int:pk>/results/", results.results, name="results"),
    path("<int:pk>/results/questions/<str:item>/", results.result_question, name="result_question"),
    path("<int:pk>/results/files/<slug:kind>/", results.result_file, name="result_file"),
    path("<int:pk>/results/texts/<str:item>/", freetext.texts, name="texts"),
    path("<int:pk>/results/texts/<str:item>/keep/", freetext.texts_keep, name="texts_keep"),
    path("<int:pk>/results/texts/<str:item>/move/<int:reply>/", freetext.text_move, name="text_move"),
    path("<int:pk>/results/texts/<str:item>/undo/<int:edit>/", freetext.text_undo, name="text_undo"),
    path("text-groups/<int:pk>/rename/", freetext.text_group_rename, name="text_group_rename"),
    path("text-groups/<int:pk>/merge/", freetext.text_group_merge, name="text_group_merge"),
    path("<int:pk>/publication/", results.publication, name="publication"),
    path("<int:pk>/publication/publish/", results.publish, name="publish"),
    path("<int:pk>/published/", results.published, name="published"),
    path("<int:pk>/published/own/", results.published_own, name="published_own"),
    path("<int:pk>/published/files/<slug:kind>/", results.published_file, name="published_file"),
]
