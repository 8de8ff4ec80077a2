"""The Hyogo demo of the ground: every municipality, offices, people of every role, residents, and what happened so far.

Everything is counted from one day, so that the demo is alive on any day and the same for the same day. A demo is loaded
once into an empty house; the audit record knows that it was, and of which day.
"""

from hanpo.core.demo.dated import backdate, birthday, fiscal_day, insert_dated, moment, office_day, office_moment
from hanpo.core.demo.entrances import STARTS, SignIn
from hanpo.core.demo.ground import PASSWORD, load_ground
from hanpo.core.demo.life import run_job_at
from hanpo.core.demo.loading import HouseInUse, load_demo, sign_ins

__all__ = [
    "PASSWORD",
    "STARTS",
    "HouseInUse",
    "SignIn",
    "backdate",
    "birthday",
    "fiscal_day",
    "insert_dated",
    "load_demo",
    "load_ground",
    "moment",
    "office_day",
    "office_moment",
    "run_job_at",
    "sign_ins",
]
