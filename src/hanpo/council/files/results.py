"""The results of a survey as files: Excel for the office, Word for the meeting, PDF to print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from hanpo.council.engine.results import Results
from hanpo.council.models import Survey
from hanpo.council.queries.results import Head, Published, QuestionTold, draft_of, head_of, live_results, told


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsReport:
    """Everything that a file of results says. `has_names` tells whether answers stand there with their members."""

    title: str
    council: str
    office: str
    day: date
    head: Head
    questions: tuple[QuestionTold, ...]
    summary: str = ""
    hidden_below: int = 0
    has_names: bool = False
    is_published: bool = False

    @property
    def lead(self) -> list[str]:
        """What stands at the head: who answered, the hours it took, what is hidden, where classes come from."""
        lines = [
            _("%(asked)d市町のうち%(counted)d市町が回答（%(share)s）。書きかけ%(begun)d市町。")
            % {"asked": self.head.asked, "counted": self.head.counted, "share": self.head.share,
               "begun": self.head.begun},
            _("回答にかかった時間は、あわせて%(hours)s時間（時間を書いた%(timed)d市町の合計）。")
            % {"hours": self.head.hours, "timed": self.head.timed},
        ]  # fmt: skip
        if self.hidden_below:
            lines.append(hidden_words(self.hidden_below))
        if self.head.source:
            lines.append(_("区分の出典：%s") % self.head.source)
        return lines


def hidden_words(k: int) -> str:
    """What a mark instead of a number means."""
    return _("「秘匿」は、%d市町未満の数か、その数が差から分かってしまう数です。") % k


def live_report(*, survey: Survey, by: str, day: date) -> ResultsReport:
    """The results as of now, for the secretariat."""
    draft = draft_of(survey=survey)
    results = live_results(survey=survey, by=by)
    return _report(survey, results, day, told(results, comments=draft.comments), summary=draft.summary)


def published_report(*, survey: Survey, published: Published, day: date) -> ResultsReport:
    """The results as they were published, for every member."""
    publication = published.publication
    questions = told(published.results, comments=publication.comments, texts=published.texts)
    return _report(survey, published.results, day, questions, summary=publication.summary, is_published=True)


def _report(
    survey: Survey, results: Results, day: date, questions: list[QuestionTold], *, summary: str,
    is_published: bool = False,
) -> ResultsReport:  # fmt: skip
    return ResultsReport(
        title=_("%s 結果") % survey.title, council=survey.council.name, office=survey.council.host.name, day=day,
        head=head_of(results), questions=tuple(questions), summary=summary, hidden_below=results.hidden_below,
        has_names=any(one.named for one in questions), is_published=is_published,
    )  # fmt: skip


def rows_of(question: QuestionTold, at: int) -> Iterator[list[str]]:
    """The lines of a table as papers print them: an answer, and for each column its count with its share."""
    table = question.tables[at]
    for row in table.rows:
        yield [row.label, *(_cell(cell.count, cell.share) for cell in row.cells)]
    yield [_("割合のもとの数"), *(str(base) for base in table.bases)]
    for line in table.numbers:
        yield [line.label, *line.values]


def _cell(count: int | None, share: str) -> str:
    if count is None:
        return _("秘匿")
    return f"{count}{_('（')}{share}{_('）')}" if share else str(count)
