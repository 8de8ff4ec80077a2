"""red-dwarf's answer: reads votes as JSON from stdin, writes its groups and how long they took to stdout."""

from __future__ import annotations

import json
import sys
import time
from typing import Any


def main() -> None:
    """Group the conversation in every dress asked for, warm, since the first run pays for loading."""
    asked = json.load(sys.stdin)
    found = []
    for dressed in (asked["runs"][0], *asked["runs"]):
        began = time.perf_counter()
        result = _group(dressed, asked)
        seconds = time.perf_counter() - began
        people = result.participants_df["cluster_id"].dropna()
        found.append({"seconds": seconds, "groups": [[int(p), int(g)] for p, g in people.items()]})
    json.dump({"runs": found[1:], "statistics": _statistics(asked)}, sys.stdout)


def _group(dressed: dict[str, Any], asked: dict[str, Any]) -> Any:
    from reddwarf.implementations.base import run_pipeline

    return run_pipeline(
        votes=[{"participant_id": p, "statement_id": s, "vote": v} for p, s, v in dressed["votes"]],
        mod_out_statement_ids=dressed["out"],
        force_group_count=asked["k"],
        random_state=asked["seed"],
    )


def _statistics(asked: dict[str, Any]) -> list[list[float]]:
    """For the groups given: group, statement, pa, pd, their z, ratios and their z, and what all groups share."""
    import numpy as np
    from reddwarf.utils.matrix import generate_raw_matrix
    from reddwarf.utils.stats import calculate_comment_statistics_dataframes

    votes = [{"participant_id": p, "statement_id": s, "vote": v} for p, s, v in asked["runs"][0]["votes"]]
    groups = {int(p): g for p, g in asked["groups"]}
    matrix = generate_raw_matrix(votes=votes)
    rows = matrix.loc[[p for p in matrix.index if p in groups], :]
    by_group, shared = calculate_comment_statistics_dataframes(
        vote_matrix=rows, cluster_labels=np.array([groups[p] for p in rows.index])
    )
    return [
        [*map(float, key), *(float(row[name]) for name in ("pa", "pd", "pat", "pdt", "ra", "rd", "rat", "rdt")),
         float(shared.loc[key[1], "group-aware-consensus-agree"])]
        for key, row in by_group.iterrows()
    ]  # fmt: skip


if __name__ == "__main__":
    main()
