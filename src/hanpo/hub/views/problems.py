"""Pages of the problem register: the list, one problem with what resembles it elsewhere, and common issues."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.pages import PageRequest, page
from hanpo.hub.actions import problems as actions
from hanpo.hub.files import problems_file
from hanpo.hub.inputs.problems import IssueEditForm, IssueForm, ProblemFilter
from hanpo.hub.models import Programme
from hanpo.hub.queries import issues, problems, programmes
from hanpo.hub.views.common import download, form_page, page_of, show


@page("hub.see_problems")
def problem_list(request: PageRequest) -> HttpResponse:
    """The register: one's own problems and what others share, with counts by kind."""
    programme = problems.programme_of(number=request.GET.get("programme"))
    if programme is None:
        return show(request, "hub/problems.html", programme=None)
    table = problems.kind_table(programme=programme)
    form = ProblemFilter(request.GET, places=table.places)
    shown = problems.register_page(programme=programme, wanted=form.wanted(), number=request.GET.get("page"))
    return show(request, "hub/problems.html", programme=programme, programmes=programmes.programmes(),
                form=form, table=table, page=shown)  # fmt: skip


@page("hub.see_problems")
def problems_excel(request: PageRequest) -> HttpResponse:
    """The register as Excel, exactly as it is asked for."""
    programme = problems.programme_of(number=request.GET.get("programme"))
    if programme is None:
        return redirect("hub:problems")
    form = ProblemFilter(request.GET, places=problems.kind_table(programme=programme).places)
    rows = problems.register(programme=programme, wanted=form.wanted())
    facts = {"filters": form.named(), "made_by": request.user.name, "today": clock.today()}
    return download(problems_file(rows, **facts), _("課題の一覧.xlsx"))


@page("hub.see_problems")
def problem(request: PageRequest, pk: int) -> HttpResponse:
    """One problem. What resembles it elsewhere is fetched once the page stands."""
    shown = problems.problem_page(pk=pk)
    if shown is None:
        raise Http404
    named = issues.common_issues(programme=shown.programme).filter(pk__in=shown.problem.issues)
    return show(request, "hub/problem.html", shown=shown, issues=named)


@page("hub.see_problems")
def alike(request: PageRequest) -> HttpResponse:
    """Problems that may be alike: pairs of the programme, or (as a part of a page) those of one problem."""
    programme = problems.programme_of(number=request.GET.get("programme"))
    about = next(iter(problems.numbers_in(request.GET.getlist("about"))), None)
    found = issues.suggestions(programme=programme, about=about) if programme else []
    template = "hub/_alike.html" if request.htmx else "hub/alike.html"
    return show(request, template, programme=programme, suggestions=found, about=about, limit=issues.COMPARED)


@page("hub.confirm_issues")
@require_POST
def pair_refuse(request: PageRequest) -> HttpResponse:
    """Say that two problems are not alike: the pair is not proposed again."""
    programme = problems.programme_of(number=request.GET.get("programme"))
    if programme is None:
        return redirect("hub:problems")
    pair = problems.problem_rows(programme=programme, numbers=problems.numbers_in(request.POST.getlist("problem")))
    if len(pair) != 2:
        raise Http404
    actions.refuse_pair(actor=request.user, programme=programme, problem=pair[0], other=pair[1])
    if request.htmx:
        return show(request, "hub/_alike_refused.html")
    messages.success(request, _("「似ていない」と記録しました。この組は、もう出しません。"))
    return redirect("{}?programme={}".format(reverse("hub:alike"), programme.pk))


@page("hub.see_problems")
def issue_list(request: PageRequest) -> HttpResponse:
    """The common issues that people confirmed."""
    programme = problems.programme_of(number=request.GET.get("programme"))
    if programme is None:
        return show(request, "hub/issues.html", programme=None)
    shown = page_of(request, issues.common_issues(programme=programme))
    lines = issues.issue_lines(programme=programme, issues=list(shown))
    return show(request, "hub/issues.html", programme=programme, page=shown, lines=lines)


@page("hub.see_problems")
def issue(request: PageRequest, pk: int) -> HttpResponse:
    """A common issue: its problems in each municipality, and what was learned."""
    row = get_object_or_404(issues.every_issue(), pk=pk)
    return show(request, "hub/issue.html", issue=row, members=issues.members_of(row))


@page("hub.confirm_issues")
def issue_add(request: PageRequest) -> HttpResponse:
    """Put the problems that the address names together."""
    programme = problems.programme_of(number=request.GET.get("programme"))
    return redirect("hub:problems") if programme is None else _putting_together(request, programme)


@page("hub.confirm_issues")
def issue_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change the facts of a common issue, and what was learned."""
    row = get_object_or_404(issues.every_issue(), pk=pk)
    form = IssueEditForm(request.POST or None, instance=row)

    def save() -> str:
        actions.change_common_issue(actor=request.user, issue=row, based_on=form.based_on, changes=form.changes())
        return _("共通課題を保存しました。")

    context = {"title": _("共通課題を直す"), "issue": row}
    back = reverse("hub:issue", args=[pk])
    return form_page(request, form=form, save=save, back=back, context=context, template="hub/issue_form.html")


@page("hub.confirm_issues")
@require_POST
def issue_leave(request: PageRequest, pk: int) -> HttpResponse:
    """Take a problem out of a common issue again; the problem itself stays."""
    member = get_object_or_404(issues.memberships(), pk=pk)
    actions.leave_common_issue(actor=request.user, member=member)
    messages.success(request, _("共通課題から外しました。課題そのものは残っています。"))
    return redirect("hub:issue", pk=member.issue_id)


def _putting_together(request: PageRequest, programme: Programme) -> HttpResponse:
    chosen = problems.numbers_in(request.GET.getlist("problem"))
    members = problems.shared_problems(programme=programme, numbers=chosen)
    form = IssueForm(request.POST or None, issues=issues.common_issues(programme=programme), problems=members)

    def save() -> str:
        rows = problems.problem_rows(programme=programme, numbers=chosen)
        actions.confirm_common_issue(actor=request.user, programme=programme, problems=rows, **form.facts())
        return _("共通課題にまとめました。参加しているどの市町からも見えます。")

    context = {"title": _("共通課題にまとめる"), "members": members, "programme": programme}
    back = reverse("hub:issues")
    return form_page(request, form=form, save=save, back=back, context=context, template="hub/issue_form.html")
