"""The addresses of the counter, part by part."""

from django.urls import include, path

from hanpo.counter.urls import cases, flows, guide, improving, papers, rules, staffing, waiting

app_name = "counter"

urlpatterns = [
    path("rules/", include(rules.urlpatterns)),
    path("guide/", include(guide.urlpatterns)),
    path("papers/", include(papers.urlpatterns)),
    path("cases/", include(cases.urlpatterns)),
    path("waiting/", include(waiting.urlpatterns)),
    path("staffing/", include(staffing.urlpatterns)),
    path("improving/", include(improving.urlpatterns)),
    path("flows/", include(flows.urlpatterns)),
]
