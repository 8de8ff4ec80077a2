"""The counter's brain: plain Python, dataclasses in and out. Each part is a package named for what it works out.

The parts are not loaded here: who counts a deadline does not wait for the numerics of the simulation.
"""

__all__ = ["benefits", "deadlines", "interview", "proof", "rules", "waiting"]
