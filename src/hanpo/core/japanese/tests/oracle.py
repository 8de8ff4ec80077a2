"""A second opinion on every date rule: it only knows how to walk from one day to the next.

Nothing here adds months, asks a library for holidays, or imports the code under test. Periods are found by walking
until the words of the law are met; holidays are written out from 国民の祝日に関する法律 and its exceptions of 2019-2021.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

EQUINOXES_OF_MARCH = {
    20: {2020, 2021, 2024, 2025, 2026, 2028, 2029, 2030, 2032, 2033, 2034, 2036},
    21: {2019, 2022, 2023, 2027, 2031, 2035},
}
EQUINOXES_OF_SEPTEMBER = {
    22: {2020, 2024, 2028, 2032, 2036},
    23: {2019, 2021, 2022, 2023, 2025, 2026, 2027, 2029, 2030, 2031, 2033, 2034, 2035},
}
FIXED = {(1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23)}
MONDAYS = {(1, 2), (7, 3), (9, 3), (10, 2)}  # (month, which Monday): 成人の日, 海の日, 敬老の日, スポーツの日
EMPEROR_2019 = {date(2019, 5, 1), date(2019, 10, 22)}  # 平成30年法律第99号
OLYMPIC_YEARS = {
    2020: {date(2020, 7, 23), date(2020, 7, 24), date(2020, 8, 10)},
    2021: {date(2021, 7, 22), date(2021, 7, 23), date(2021, 8, 8)},
}


@dataclass(frozen=True)
class Walk:
    """What one walk from an event met: last days and first days by amount."""

    days_from_next: Mapping[int, date]
    days_from_event: Mapping[int, date]
    months_from_next: Mapping[int, date]
    months_from_event: Mapping[int, date]
    after_full_days: Mapping[int, date]
    after_months: Mapping[int, date]
    after_months_and_half: Mapping[int, date]


class Oracle:
    """Days from `first` to `last` in a row, with weekday and holidays found by walking along them."""

    def __init__(self, first: date, last: date) -> None:
        self.days: list[date] = []
        day = first
        while day <= last:
            self.days.append(day)
            day += timedelta(days=1)
        self.place = {day: index for index, day in enumerate(self.days)}
        self.month_length = self._count_month_lengths()
        self.holidays = self._find_holidays()

    def _count_month_lengths(self) -> dict[tuple[int, int], int]:
        lengths: dict[tuple[int, int], int] = {}
        for day in self.days:
            lengths[day.year, day.month] = lengths.get((day.year, day.month), 0) + 1
        return lengths

    def _find_holidays(self) -> set[date]:
        named: set[date] = set()
        mondays: dict[tuple[int, int], int] = {}
        for day in self.days:
            month = (day.year, day.month)
            if day.weekday() == 0:
                mondays[month] = mondays.get(month, 0) + 1
            if _is_named(day, mondays.get(month, 0) if day.weekday() == 0 else 0):
                named.add(day)
        return named | self._substitutes(named) | self._between(named)

    def _substitutes(self, named: set[date]) -> set[date]:
        """3条2項: a holiday on a Sunday makes the next day that is no holiday a 休日."""
        found = set()
        for sunday in named:
            if sunday.weekday() == 6:
                index = self.place[sunday]
                while self.days[index] in named:
                    index += 1
                found.add(self.days[index])
        return found

    def _between(self, named: set[date]) -> set[date]:
        """3条3項: a day with a holiday on either side is a 休日."""
        middle = zip(self.days, self.days[1:], self.days[2:], strict=False)
        return {day for before, day, after in middle if before in named and after in named and day not in named}

    def is_closed(self, day: date, extra_closed: frozenset[date] = frozenset()) -> bool:
        """Weekends, holidays, 29 December to 3 January, and what the municipality adds."""
        year_end = (day.month == 12 and day.day in (29, 30, 31)) or (day.month == 1 and day.day in (1, 2, 3))
        return day.weekday() in (5, 6) or day in self.holidays or year_end or day in extra_closed

    def move_past_closed(self, day: date, extra_closed: frozenset[date] = frozenset()) -> date:
        """The day itself or the first open one after it."""
        index = self.place[day]
        while self.is_closed(self.days[index], extra_closed):
            index += 1
        return self.days[index]

    def walk(self, event: date, *, days: frozenset[int], months: frozenset[int]) -> Walk:
        """Everything that the rules say about one event, for these numbers of days and months."""
        start = self.place[event]
        after_months = self._corresponding(start, months)
        return Walk(
            days_from_next=self._nth_days(start + 1, days),
            days_from_event=self._nth_days(start, days),
            months_from_next=self._period_ends(start + 1, months),
            months_from_event=self._period_ends(start, months),
            after_full_days=self._after_full_days(start, days),
            after_months=after_months,
            after_months_and_half={n: self._half_month_after(day) for n, day in after_months.items()},
        )

    def _nth_days(self, first: int, wanted: frozenset[int]) -> dict[int, date]:
        found: dict[int, date] = {}
        count, index = 1, first
        while len(found) < len(wanted):
            if count in wanted:
                found[count] = self.days[index]
            count, index = count + 1, index + 1
        return found

    def _after_full_days(self, start: int, wanted: frozenset[int]) -> dict[int, date]:
        """Walk on; before each new day, count the days that lie fully between it and the event."""
        found: dict[int, date] = {}
        between, index = 0, start + 1
        while len(found) < len(wanted):
            if between in wanted:
                found[between] = self.days[index]
            between, index = between + 1, index + 1
        return found

    def _months_on(self, start: int, longest: int) -> Iterator[tuple[int, int, bool]]:
        """For each later month: its number, and the place of the corresponding day or, without one, of the next 1st."""
        wanted_day = self.days[start].day
        number, met, index = 0, True, start
        while True:
            index += 1
            if self.days[index].day == 1:
                if not met:
                    yield number, index, False
                number, met = number + 1, False
                if number > longest:
                    return
            if not met and self.days[index].day == wanted_day:
                met = True
                yield number, index, True

    def _period_ends(self, first: int, wanted: frozenset[int]) -> dict[int, date]:
        """民法143条2項: the day before the corresponding day; no such day, the last day of that month."""
        met = self._months_on(first, max(wanted))
        return {number: self.days[index - 1] for number, index, _ in met if number in wanted}

    def _corresponding(self, start: int, wanted: frozenset[int]) -> dict[int, date]:
        """The same day months on; no such day, the first day of the month that follows."""
        return {
            number: self.days[index] for number, index, _ in self._months_on(start, max(wanted)) if number in wanted
        }

    def _half_month_after(self, day: date) -> date:
        """Half of the month that a day lies in, a half day counted as one, walked on from that day."""
        length = self.month_length[day.year, day.month]
        index = self.place[day]
        walked = 0
        while walked * 2 < length:
            index, walked = index + 1, walked + 1
        return self.days[index]


def _is_named(day: date, which_monday: int) -> bool:
    """A holiday by name (国民の祝日に関する法律2条 and its exceptions)."""
    if day.year in OLYMPIC_YEARS and day.month in (7, 8, 10):
        return day in OLYMPIC_YEARS[day.year]
    if day.year == 2019 and day in EMPEROR_2019:
        return True
    if (day.month, day.day) in FIXED:
        return (day.month, day.day) != (2, 23) or day.year >= 2020
    if day.month == 3 or (day.month == 9 and day.day > 21):
        equinoxes = EQUINOXES_OF_MARCH if day.month == 3 else EQUINOXES_OF_SEPTEMBER
        return day.year in equinoxes.get(day.day, set())
    return (day.month, which_monday) in MONDAYS
