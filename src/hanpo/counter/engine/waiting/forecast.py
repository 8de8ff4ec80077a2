"""混雑の見通し: how many people come on a day to come, by a small model that anybody can read.

The expected number is a base times one factor for each thing that is true of the day: its weekday, the month, the first
or last open days of a month, the first open day after a long closure, the season of moves, 大安. The factors are fitted
together to the counts of past open days (Poisson regression with a slight pull of every factor towards 1, so that what
was seen seldom is not believed too much), and each is shown with the number of days behind it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from statistics import NormalDist

import numpy as np

from hanpo.core.japanese import STANDARD_CALENDAR, OfficeCalendar

from .lockstep import Floats
from .lucky_days import is_lucky

ENOUGH_DAYS = 60
PULL = 2.0
"""The strength of the pull towards 1: as if this many usual days had been seen on which a feature changed nothing."""
ROUNDS = 100
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOVE_SEASON = ((3, 20), (4, 10))
"""20 March to 10 April: when most people move (総務省 住民基本台帳人口移動報告, months of March and April)."""


class Level(Enum):
    """How full a day will be beside the usual day."""

    QUIET = "quiet"
    USUAL = "usual"
    BUSY = "busy"


class TooThin(ValueError):
    """Fewer past open days than a forecast may rest on."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What one feature of a day does: the factor on the number of visitors, and on how many past days it was seen."""

    feature: str
    factor: float
    days: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """A day to come: expected visitors, the range in which four of five such days end, and what moves it."""

    day: date
    expected: float
    low: float
    high: float
    level: Level
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted model: base visitors a day, effects by feature, and how much wider than pure chance days spread."""

    base: float
    effects: Mapping[str, Effect]
    dispersion: float
    quiet_below: float
    busy_from: float
    days: int


Describe = Callable[[date], Collection[str]]
"""Names the features of an open day."""


def features(day: date, calendar: OfficeCalendar = STANDARD_CALENDAR) -> tuple[str, ...]:
    """What is true of an open day, in the order in which it is told."""
    named = [_WEEKDAYS[day.weekday()], f"month_{day.month:02}"]
    named += [f"month_start_{n}" for n in (1, 2, 3) if _is_nth_open(day, n, calendar)]
    named += [f"month_end_{n}" for n in (1, 2, 3) if _is_nth_last_open(day, n, calendar)]
    if (day - calendar.previous_open_day(day, include_day=False)).days > 3:
        named.append("after_long_closure")
    if MOVE_SEASON[0] <= (day.month, day.day) <= MOVE_SEASON[1]:
        named.append("move_season")
    if is_lucky(day):
        named.append("lucky_day")
    return tuple(named)


def _is_nth_open(day: date, nth: int, calendar: OfficeCalendar) -> bool:
    return calendar.count_open_days(day.replace(day=1), day) == nth


def _is_nth_last_open(day: date, nth: int, calendar: OfficeCalendar) -> bool:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return calendar.count_open_days(day, following - timedelta(days=1)) == nth


def fit(counts: Mapping[date, int], *, describe: Describe = features, minimum: int = ENOUGH_DAYS) -> Model:
    """Fit the model to the visitors of past open days. Raises TooThin on fewer than `minimum` days, or no visitor."""
    days = sorted(counts)
    if len(days) < minimum or not any(counts.values()):
        raise TooThin(f"{len(days)} open days were counted; a forecast needs {minimum}")
    described = [frozenset(describe(day)) for day in days]
    names = sorted(frozenset().union(*described))
    seen = np.array([[name in one for name in names] for one in described], dtype=float)
    visitors = np.array([counts[day] for day in days], dtype=float)
    weights = _regress(seen, visitors)
    expected = np.exp(weights[0] + seen @ weights[1:])
    spare = max(len(days) - len(names) - 1, len(days) // 2)
    dispersion = max(1.0, float(((visitors - expected) ** 2 / expected).sum() / spare))
    quiet, busy = (float(value) for value in np.quantile(expected, (1 / 3, 2 / 3)))
    effects = {
        name: Effect(name, float(np.exp(weight)), int(seen[:, place].sum()))
        for place, (name, weight) in enumerate(zip(names, weights[1:], strict=True))
    }
    return Model(float(np.exp(weights[0])), effects, dispersion, quiet, busy, len(days))


def _regress(seen: Floats, visitors: Floats) -> Floats:
    """Newton's method for the penalised Poisson likelihood; the base itself is not pulled."""
    table = np.column_stack([np.ones(len(seen)), seen])
    pull = np.full(table.shape[1], PULL * float(visitors.mean()))
    pull[0] = 0.0
    weights = np.zeros(table.shape[1])
    weights[0] = np.log(visitors.mean())
    for _ in range(ROUNDS):
        expected = np.exp(np.clip(table @ weights, -30, 30))
        gradient = table.T @ (visitors - expected) - pull * weights
        step = np.linalg.solve((table * expected[:, None]).T @ table + np.diag(pull), gradient)
        weights = weights + np.clip(step, -1, 1)
        if float(np.abs(step).max()) < 1e-10:
            break
    return weights


def predict(model: Model, day: date, *, describe: Describe = features) -> Forecast:
    """The forecast of an open day. A feature never seen in the past changes nothing."""
    known = [model.effects[name] for name in describe(day) if name in model.effects]
    expected = model.base * float(np.prod([effect.factor for effect in known]))
    reach = NormalDist().inv_cdf(0.9) * (model.dispersion * expected) ** 0.5
    return Forecast(day, expected, max(0.0, expected - reach), expected + reach, _level(model, expected), tuple(known))


def _level(model: Model, expected: float) -> Level:
    if expected >= model.busy_from:
        return Level.BUSY
    return Level.QUIET if expected < model.quiet_below else Level.USUAL


def calendar_forecast(
    model: Model, first: date, last: date, *, calendar: OfficeCalendar = STANDARD_CALENDAR
) -> tuple[Forecast, ...]:
    """The forecast of every open day from first to last, both included."""

    def describe(day: date) -> Collection[str]:
        return features(day, calendar)

    return tuple(predict(model, day, describe=describe) for day in calendar.open_days(first, last))


@dataclass(frozen=True, slots=True)
class Backtest:
    """Mean error of forecasts, as a share of the visitors, beside the mean of the last four same weekdays learnt."""

    days: int
    error: float
    naive_error: float
    covered: float
    """The share of days within their range (0.8 is meant)."""


def backtest(counts: Mapping[date, int], *, describe: Describe = features, test_days: int = 40) -> Backtest:
    """Forecast the last days from the days before them alone. Raises TooThin where too few days are left to learn."""
    days = sorted(counts)
    learn, test = days[:-test_days], days[-test_days:]
    model = fit({day: counts[day] for day in learn}, describe=describe)
    told = [predict(model, day, describe=describe) for day in test]
    total = max(1, sum(counts[day] for day in test))
    missed = sum(abs(counts[one.day] - one.expected) for one in told)
    naive = sum(abs(counts[day] - _same_weekday(counts, day, learn)) for day in test)
    inside = sum(one.low <= counts[one.day] <= one.high for one in told)
    return Backtest(len(test), missed / total, naive / total, inside / len(test))


def _same_weekday(counts: Mapping[date, int], day: date, learn: Sequence[date]) -> float:
    alike = [counts[one] for one in learn if one.weekday() == day.weekday()][-4:]
    return sum(alike) / len(alike) if alike else float(np.mean([counts[one] for one in learn]))
