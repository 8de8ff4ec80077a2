"""The addresses of the council's part for deciding."""

from django.urls import path

from hanpo.council.views import ballots, decisions, polls

urlpatterns = [
    path("polls/", polls.poll_list, name="polls"),
    path("polls/add/", polls.poll_add, name="poll_add"),
    path("polls/<int:pk>/", polls.poll, name="poll"),
    path("polls/<int:pk>/edit/", polls.poll_edit, name="poll_edit"),
    path("polls/<int:pk>/options/add/", polls.option_add, name="poll_option_add"),
    path("polls/<int:pk>/open/", polls.poll_open, name="poll_open"),
    path("polls/<int:pk>/close/", polls.poll_close, name="poll_close"),
    path("polls/<int:pk>/reopen/", polls.poll_reopen, name="poll_reopen"),
    path("polls/<int:pk>/result/", polls.poll_result, name="poll_result"),
    path("polls/<int:pk>/result/excel/", polls.poll_result_excel, name="poll_result_excel"),
    path("options/<int:pk>/edit/", polls.option_edit, name="poll_option_edit"),
    path("options/<int:pk>/remove/", polls.option_remove, name="poll_option_remove"),
    path("ballots/<int:pk>/", ballots.ballot, name="poll_ballot"),
    path("ballots/<int:pk>/write/", ballots.ballot_write, name="ballot_write"),
    path("ballots/<int:pk>/submit/", ballots.ballot_submit, name="ballot_submit"),
    path("ballots/<int:pk>/back/", ballots.ballot_back, name="ballot_back"),
    path("ballots/<int:pk>/proxy/", ballots.ballot_proxy, name="ballot_proxy"),
    path("ballots/<int:pk>/excel/", ballots.ballot_excel, name="ballot_excel"),
    path("ballots/<int:pk>/excel/add/", ballots.ballot_book_add, name="ballot_book_add"),
    path("books/<int:pk>/", ballots.ballot_book, name="ballot_book"),
    path("books/<int:pk>/aside/", ballots.ballot_book_aside, name="ballot_book_aside"),
    path("books/<int:pk>/file/", ballots.ballot_book_file, name="ballot_book_file"),
    path("decisions/", decisions.decision_list, name="decisions"),
    path("decisions/add/", decisions.decision_add, name="decision_add"),
    path("decisions/public/", decisions.public_list, name="public_decisions"),
    path("decisions/public/<int:pk>/", decisions.public_page, name="public_decision"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/word/", decisions.decision_file, name="decision_word"),
    path("decisions/<int:pk>/edit/", decisions.decision_edit, name="decision_edit"),
    path("decisions/<int:pk>/to/<slug:to>/", decisions.decision_move, name="decision_move"),
    path("decisions/<int:pk>/opinion/", decisions.decision_opinion, name="decision_opinion"),
    path("decisions/<int:pk>/correct/", decisions.decision_correct, name="decision_correct"),
    path("decisions/<int:pk>/follow-ups/add/", decisions.follow_up_add, name="follow_up_add"),
    path("follow-ups/<int:pk>/edit/", decisions.follow_up_edit, name="follow_up_edit"),
    path("follow-ups/<int:pk>/finish/", decisions.follow_up_finish, name="follow_up_finish"),
    path("follow-ups/<int:pk>/reopen/", decisions.follow_up_reopen, name="follow_up_reopen"),
]
