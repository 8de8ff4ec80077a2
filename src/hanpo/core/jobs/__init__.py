"""Long work that runs beside the pages, and what the worker does by the clock.

`progress`: how a job tells where it is and learns that it shall stop. `tasks`: what the queue carries. `schedule`:
preparers, mail and house-keeping by the clock. `worker`: the process.
"""

from hanpo.core.jobs.progress import JobCancelled, JobFailed, Progress

__all__ = ["JobCancelled", "JobFailed", "Progress"]
