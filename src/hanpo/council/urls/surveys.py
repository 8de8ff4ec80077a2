"""The addresses of the council's part for surveys."""

from django.urls import URLPattern, path

from hanpo.council.views import replies, surveys

urlpatterns: list[URLPattern] = [
    path("", surveys.survey_list, name="surveys"),
    path("add/", surveys.survey_add, name="survey_add"),
    path("<int:pk>/", surveys.survey, name="survey"),
    path("<int:pk>/edit/", surveys.survey_edit, name="survey_edit"),
    path("<int:pk>/send/", surveys.survey_send, name="survey_send"),
    path("<int:pk>/missing/", surveys.survey_missing, name="survey_missing"),
    path("<int:pk>/extend/", surveys.survey_extend, name="survey_extend"),
    path("<int:pk>/close/", surveys.survey_close, name="survey_close"),
    path("<int:pk>/reopen/", surveys.survey_reopen, name="survey_reopen"),
    path("<int:pk>/settle/", surveys.survey_settle, name="survey_settle"),
    path("replies/<int:pk>/", replies.reply, name="reply"),
    path("replies/<int:pk>/fill/", replies.reply_fill, name="reply_fill"),
    path("replies/<int:pk>/workbook/", replies.reply_workbook, name="reply_workbook"),
    path("replies/<int:pk>/check/", replies.reply_circulate, {"to": "checking"}, name="reply_check"),
    path("replies/<int:pk>/forward/", replies.reply_circulate, {"to": "approving"}, name="reply_forward"),
    path("replies/<int:pk>/approve/", replies.reply_approve, name="reply_approve"),
    path("replies/<int:pk>/return/", replies.reply_return, name="reply_return"),
    path("replies/<int:pk>/note/", replies.reply_note, name="reply_note"),
    path("replies/<int:pk>/unchanged/", replies.reply_unchanged, name="reply_unchanged"),
    path("replies/<int:pk>/send-back/", replies.reply_send_back, name="reply_send_back"),
    path("replies/<int:pk>/settle/", replies.reply_settle, name="reply_settle"),
    path("replies/<int:pk>/proxy/", replies.reply_proxy, name="reply_proxy"),
    path("replies/<int:pk>/enter/", replies.reply_enter, name="reply_enter"),
    path("replies/<int:pk>/enter/workbook/", replies.reply_enter_workbook, name="reply_enter_workbook"),
]
