"""Small numbers are not shown (秘匿): nobody is to be told from the one odd way that a case went.

A number below `K` is hidden; where hidden numbers of a group could be worked out from its sum, a further one is hidden.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import TypeVar

K = 5
"""Fewer cases than this are not shown."""

Key = TypeVar("Key", bound=Hashable)


def shown(counts: Mapping[Key, int], *, k: int = K) -> set[Key]:
    """Which of the numbers may be shown beside their sum."""
    open_ = {key for key, n in counts.items() if n >= k}
    hidden = sum(n for key, n in counts.items() if key not in open_)
    if 0 < hidden < k and open_:
        open_.remove(min(open_, key=lambda key: (counts[key], str(key))))
    return open_


def shown_arrows(counts: Mapping[tuple[str, str], int], *, k: int = K) -> set[tuple[str, str]]:
    """Which arrows may be shown where the sums of all that leave, and of all that reach a step, are known as well."""
    open_ = {arrow for arrow, n in counts.items() if n >= k}
    while True:
        further = _betrayed(counts, open_, k)
        if further is None:
            return open_
        open_.remove(further)


def _betrayed(counts: Mapping[tuple[str, str], int], open_: set[tuple[str, str]], k: int) -> tuple[str, str] | None:
    """An arrow to hide, since the hidden ones of its step add up to a small number that could be worked out."""
    for end in (0, 1):
        hidden: dict[str, int] = defaultdict(int)
        left: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for arrow, n in counts.items():
            if arrow in open_:
                left[arrow[end]].append(arrow)
            else:
                hidden[arrow[end]] += n
        for step in sorted(hidden):
            if hidden[step] < k and left[step]:
                return min(left[step], key=lambda arrow: (counts[arrow], arrow))
    return None
