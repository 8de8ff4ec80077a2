"""Days at a counter by Ciw: what to play as JSON on stdin, mean waits and seconds as JSON on stdout.

Runs in `.venv-peers`. Arrivals change by slot (PoissonIntervals) and end at closing; who came in time is served.
"""

from __future__ import annotations

import json
import sys
import time

import ciw


def day(asked, seed):
    """The waits in minutes of all who came in one day."""
    ciw.seed(seed)
    closing = asked["slot"] * len(asked["rates"])
    endpoints = [asked["slot"] * (number + 1) for number in range(len(asked["rates"]))]
    network = ciw.create_network(
        arrival_distributions=[
            ciw.dists.PoissonIntervals(
                rates=[rate / 60 for rate in asked["rates"]], endpoints=endpoints, max_sample_date=closing
            )
        ],
        service_distributions=[ciw.dists.Exponential(rate=1 / asked["minutes"])],
        number_of_servers=[asked["desks"]],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(closing * 2)
    return [record.waiting_time for record in simulation.get_all_records() if record.arrival_date <= closing]


def main():
    """Answer what is asked on stdin."""
    asked = json.load(sys.stdin)
    day(asked, 0)
    began = time.process_time()
    waits = [day(asked, asked["seed"] + number) for number in range(asked["days"])]
    seconds = time.process_time() - began
    means = [sum(one) / len(one) for one in waits]
    json.dump({"means": means, "visitors": sum(map(len, waits)), "seconds": seconds}, sys.stdout)


if __name__ == "__main__":
    main()
