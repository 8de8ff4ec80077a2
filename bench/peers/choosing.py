"""The winners of polls by pref_voting: polls as JSON on stdin, winners and seconds as JSON on stdout.

Runs in `.venv-peers`. Unranked options count as last (extended strict preference), options without a grade on a ballot
with grades as graded lowest, as both are defined in Hanpo.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter

from pref_voting.c1_methods import copeland
from pref_voting.grade_methods import approval, majority_judgement
from pref_voting.grade_profiles import GradeProfile
from pref_voting.iterative_methods import instant_runoff, instant_runoff_for_truncated_linear_orders
from pref_voting.margin_based_methods import beat_path, minimax
from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.scoring_methods import borda_for_profile_with_ties, plurality

TOLERANCE = 1e-9


def winners(voters):
    """The winners of one poll by every rule, `None` where the library does not define the rule for these ballots."""
    size = len(voters[0][0])
    kinds = Counter(tuple(ranks) for ranks, _grades in voters)
    rankings = [{option: rank for option, rank in enumerate(ranks) if rank is not None} for ranks in kinds]
    profile = ProfileWithTies(rankings, rcounts=list(kinds.values()), candidates=list(range(size)))
    profile.use_extended_strict_preference()
    linear = all(len(set(ranking.values())) == len(ranking) for ranking in rankings)
    spoken = any(rankings)
    return {
        "plurality": _list(plurality(profile)) if linear else None,
        "plurality with equal tops": None if linear else _most(profile.tops_scores(score_type="split")),
        "borda": _list(borda_for_profile_with_ties(profile)),
        "runoff": _list(instant_runoff(profile, score_method="split")),
        "runoff of linear orders": _list(instant_runoff_for_truncated_linear_orders(profile))
        if linear and spoken
        else None,
        "copeland": _list(copeland(profile)),
        "minimax_winning": _list(minimax(profile, strength_function=profile.support)),
        "minimax_margins": _list(minimax(profile)),
        "schulze": _list(beat_path(profile, strength_function=profile.support)),
        "schulze_margins": _list(beat_path(profile)),
        **_by_grades(voters, size),
    }


def _by_grades(voters, size):
    graded = [grades for _ranks, grades in voters if any(grade is not None for grade in grades)]
    full = [{option: grade or 1 for option, grade in enumerate(grades)} for grades in graded]
    approved = [{option: int((grade or 1) >= 4) for option, grade in enumerate(grades)} for grades in graded]
    options = list(range(size))
    return {
        "approval": _list(approval(GradeProfile(approved, [0, 1], candidates=options))),
        "median_gauge": _list(majority_judgement(GradeProfile(full, [1, 2, 3, 4, 5], candidates=options))),
    }


def _most(scores):
    best = max(scores.values())
    return sorted(option for option, score in scores.items() if score >= best - TOLERANCE)


def _list(options):
    return sorted(int(option) for option in options)


def main():
    """Answer the polls on stdin."""
    polls = json.load(sys.stdin)
    winners(polls[0])
    began = time.process_time()
    found = [winners(voters) for voters in polls]
    json.dump({"winners": found, "seconds": time.process_time() - began}, sys.stdout)


if __name__ == "__main__":
    main()
