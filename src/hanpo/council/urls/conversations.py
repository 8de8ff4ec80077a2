"""The addresses of the council's part for conversations."""

from django.urls import path

from hanpo.council.views import conversations

urlpatterns = [
    path("", conversations.conversation_list, name="conversations"),
    path("add/", conversations.conversation_add, name="conversation_add"),
    path("<int:pk>/", conversations.conversation, name="conversation"),
    path("<int:pk>/edit/", conversations.conversation_edit, name="conversation_edit"),
    path("<int:pk>/take-part/", conversations.take_part, name="take_part"),
    path("<int:pk>/answer/", conversations.answer, name="conversation_answer"),
    path("<int:pk>/mine/", conversations.mine, name="conversation_mine"),
    path("<int:pk>/say/", conversations.say, name="conversation_say"),
    path("<int:pk>/excel/", conversations.conversation_excel, name="conversation_excel"),
    path("<int:pk>/log/", conversations.moderation_log, name="moderation_log"),
    path("<int:pk>/moderation/", conversations.moderation, name="moderation"),
    path("<int:pk>/read/", conversations.read, name="conversation_read"),
    path("statements/<int:pk>/moderate/", conversations.moderate, name="moderate"),
]
