"""六曜: 大安 and the five other days, which bring couples to the counter with a 婚姻届.

Old calendar (天保暦) as kept in Japan: a month begins on the day of the new moon in Japan's time; months are numbered by
the 中気 (the sun at a multiple of 30°) they hold, the one with the winter solstice being the 11th, and where thirteen
moons lie between two solstice months the first without a 中気 is the leap month (so 2033 gets a leap 11th month, as
日本カレンダー暦文化振興協会 recommends). 六曜 follows from month + day, remainder by six.

Astronomy: J. Meeus, Astronomical Algorithms, 2nd edition, chapters 25 (sun) and 49 (new moon). Good to a minute for the
moon and a quarter of an hour for the sun; checked for 2000-2050, outside of which the functions refuse.
"""

from datetime import date, timedelta
from functools import lru_cache
from math import floor, radians, sin

NAMES = ("大安", "赤口", "先勝", "友引", "先負", "仏滅")
LUCKY = "大安"
FIRST, LAST = date(2000, 3, 1), date(2050, 10, 31)

_EPOCH = date(2000, 1, 1)
_MIDNIGHT = -0.5 - 9 / 24 + 70 / 86_400
"""Midnight in Japan as 1 January 2000 begins, in days from the epoch (noon, dynamical time: 70 s ahead of the clocks).

A few seconds more or less do not matter.
"""

_MOON = (
    (-0.40720, 0, 0, 1, 0), (0.17241, 1, 1, 0, 0), (0.01608, 0, 0, 2, 0), (0.01039, 0, 0, 0, 2),
    (0.00739, 1, -1, 1, 0), (-0.00514, 1, 1, 1, 0), (0.00208, 2, 2, 0, 0), (-0.00111, 0, 0, 1, -2),
    (-0.00057, 0, 0, 1, 2), (0.00056, 1, 1, 2, 0), (-0.00042, 0, 0, 3, 0), (0.00042, 1, 1, 0, 2),
    (0.00038, 1, 1, 0, -2), (-0.00024, 1, -1, 2, 0), (-0.00007, 0, 2, 1, 0), (0.00004, 0, 0, 2, -2),
    (0.00004, 0, 3, 0, 0), (0.00003, 0, 1, 1, -2), (0.00003, 0, 0, 2, 2), (-0.00003, 0, 1, 1, 2),
)  # fmt: skip
"""Days; power of the eccentricity; multiples of the sun's anomaly, the moon's anomaly, the moon's latitude argument."""

_PLANETS = (
    (0.000325, 299.77, 0.107408), (0.000165, 251.88, 0.016321), (0.000164, 251.83, 26.651886),
    (0.000126, 349.42, 36.412478), (0.000110, 84.66, 18.206239), (0.000062, 141.74, 53.303771),
    (0.000060, 207.14, 2.453732), (0.000056, 154.84, 7.306860), (0.000047, 34.52, 27.261239),
)  # fmt: skip


@lru_cache(maxsize=1024)
def _new_moon(number: int) -> date:
    """The day in Japan of the number-th new moon after the first of 2000."""
    century = number / 1236.85
    eccentricity = 1 - 0.002516 * century
    sun = 2.5534 + 29.10535670 * number
    moon = 201.5643 + 385.81693528 * number + 0.0107582 * century**2
    node = 160.7108 + 390.67050284 * number - 0.0016118 * century**2
    days = 5.09766 + 29.530588861 * number + 0.00015437 * century**2
    days += sum(
        size * eccentricity**power * sin(radians(s * sun + m * moon + f * node)) for size, power, s, m, f in _MOON
    )
    days += sum(size * sin(radians(start + speed * number)) for size, start, speed in _PLANETS)
    days -= 0.00017 * sin(radians(124.7746 - 1.56375588 * number))
    return _EPOCH + timedelta(days=floor(days - _MIDNIGHT))


def _sector(day: date) -> int:
    """The twelfth of its path in which the sun is as a day begins: 0 from spring equinox, 9 from winter solstice."""
    century = ((day - _EPOCH).days + _MIDNIGHT) / 36525
    anomaly = radians(357.52911 + 35999.05029 * century)
    centre = (1.914602 - 0.004817 * century) * sin(anomaly) + 0.019993 * sin(2 * anomaly) + 0.000289 * sin(3 * anomaly)
    bend = 0.00569 + 0.00478 * sin(radians(125.04 - 1934.136 * century))
    return int((280.46646 + 36000.76983 * century + centre - bend) % 360 // 30)


def _holds_midpoint(number: int) -> bool:
    """Whether the sun passes a 中気 within a month of the old calendar."""
    return _sector(_new_moon(number)) != _sector(_new_moon(number + 1))


@lru_cache(maxsize=64)
def _solstice_month(year: int) -> int:
    """The number of the new moon that begins the month with the winter solstice of a year."""
    day = date(year, 12, 18)
    while _sector(day + timedelta(days=1)) != 9:
        day += timedelta(days=1)
    return _moon_of(day)


def _moon_of(day: date) -> int:
    """The number of the new moon that begins the old month in which a day lies."""
    number = round((day - date(2000, 1, 6)).days / 29.530588861) + 1
    while _new_moon(number) > day:
        number -= 1
    return number


def old_month_and_day(day: date) -> tuple[int, int, bool]:
    """Month and day of the old calendar, and whether it is a leap month. Raises ValueError outside 2000-2050."""
    if not FIRST <= day <= LAST:
        raise ValueError(f"the old calendar is known from {FIRST} to {LAST}")
    number = _moon_of(day)
    year = day.year if number >= _solstice_month(day.year) else day.year - 1
    start, end = _solstice_month(year), _solstice_month(year + 1)
    leap = _leap_moon(start, end)
    place = number - start - (leap is not None and number >= leap)
    return (10 + place) % 12 + 1, (day - _new_moon(number)).days + 1, number == leap


@lru_cache(maxsize=64)
def _leap_moon(start: int, end: int) -> int | None:
    if end - start == 12:
        return None
    return next(number for number in range(start + 1, end) if not _holds_midpoint(number))


def rokuyo(day: date) -> str:
    """The 六曜 of a day. Raises ValueError outside 2000-2050."""
    month, number, _leap = old_month_and_day(day)
    return NAMES[(month + number) % 6]


def is_lucky(day: date) -> bool:
    """Whether a day is 大安."""
    return rokuyo(day) == LUCKY
