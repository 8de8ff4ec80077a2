"""The addresses of the council, part by part."""

from django.urls import include, path

from hanpo.council.urls import conversations, deciding, results, surveys, systems
from hanpo.council.views import home

app_name = "council"

urlpatterns = [
    path("", home.home, name="home"),
    path("surveys/", include(surveys.urlpatterns)),
    path("surveys/", include(results.urlpatterns)),
    path("deciding/", include(deciding.urlpatterns)),
    path("conversations/", include(conversations.urlpatterns)),
    path("systems/", include(systems.urlpatterns)),
]
