"""The counter under load: 300 visitors take numbers while 30 clerks call, over HTTP on loopback.

A server as in production (gunicorn, two processes of four threads) answers real requests: a visitor opens nothing
but presses the kiosk's button (one POST, with the ticket, its log and its audit row), a clerk calls, begins and
finishes. Two rushes are measured: 300 visitors within a minute, which is a queue at the door of a large city hall,
and all 300 in the same instant, which is what the machine can do at most. Afterwards the log is read: no number
given twice, none called to two desks, none lost. Within a minute, clerks finish as visitors do: after five to fifteen
seconds, each at a moment of its own; in the same instant, all thirty call at once too. The machine that measures is the
one that serves, so the load of everything else on it (told first) counts in.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from bench.search import postgresql_server

VISITORS, CLERKS, LINES = 300, 30, 6
RUSH_SECONDS = 60
VISIT_SECONDS = (5.0, 15.0)
ROOT = Path(__file__).resolve().parent.parent
AIM_MS = 200

Report = Callable[[str, str, str, str], None]
"""Takes a name, a value, a unit and a note."""


@dataclass(slots=True)
class Told:
    """What was measured, in seconds, and what failed."""

    taken: list[float] = field(default_factory=list)
    called: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def run(report: Report) -> None:
    """Measure on SQLite and on PostgreSQL, each with a server and a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        _measure(report, "SQLite", folder, f"sqlite:///{folder}/bench.sqlite3")
    with tempfile.TemporaryDirectory() as folder, postgresql_server() as url:
        _measure(report, "PostgreSQL", folder, url)


def _measure(report: Report, database: str, home: str, url: str) -> None:
    settings = {**os.environ, "HANPO_HOME": home, "DATABASE_URL": url, "HANPO_HOSTS": "127.0.0.1",
                "DJANGO_SETTINGS_MODULE": "hanpo.config.settings", "HANPO_DEBUG": "0",
                "HANPO_SECRET_KEY": "bench " * 12, "HANPO_REQUIRE_SECOND_FACTOR": "0"}  # fmt: skip
    told = _own_process("prepare", settings)
    report(f"{database}: load of the machine before", f"{os.getloadavg()[0]:.1f}", "", f"{os.cpu_count()} cores")
    kiosk, lines, sessions = told[0], told[1].split(), [row.split() for row in told[2:]]
    with _server(settings) as port:
        for name, seconds in (("within a minute", float(RUSH_SECONDS)), ("all at once", 0.0)):
            measured = _rush(port, kiosk, lines, sessions, seconds)
            _tell(report, f"{database}, {name}", measured)
    for line in _own_process("check", settings):
        what, value, note = line.split("\t")
        report(f"{database}: {what}", value, "", note)


def _tell(report: Report, name: str, told: Told) -> None:
    for what, times in (("take a number", told.taken), ("call the next", told.called)):
        if times:
            p50, p95 = statistics.median(times) * 1000, _percentile(times, 0.95) * 1000
            note = f"{len(times)} requests; aim {AIM_MS} ms: {'kept' if p95 < AIM_MS else 'missed'}"
            report(f"{name}: {what}, p50", f"{p50:.0f}", "ms", "")
            report(f"{name}: {what}, p95", f"{p95:.0f}", "ms", note)
    report(f"{name}: failed requests", str(len(told.failures)), "", "; ".join(sorted(set(told.failures))[:3]))


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _rush(port: int, kiosk: str, lines: list[str], sessions: list[list[str]], seconds: float) -> Told:
    """Visitors come evenly by chance within so many seconds; clerks work until all of them have a number."""
    told, done, chance = Told(), threading.Event(), random.Random(7)
    moments = sorted(chance.uniform(0, seconds) for _visitor in range(VISITORS))
    start = time.perf_counter() + 1
    clerks = [
        threading.Thread(target=_clerk, args=(port, *one, told, done, random.Random(number), seconds > 0))
        for number, one in enumerate(sessions)
    ]
    for clerk in clerks:
        clerk.start()
    with ThreadPoolExecutor(VISITORS) as pool:
        list(
            pool.map(lambda one: _visitor(port, kiosk, lines[one[0] % LINES], start + one[1], told), enumerate(moments))
        )
    done.set()
    for clerk in clerks:
        clerk.join()
    return told


def _visitor(port: int, kiosk: str, line: str, at: float, told: Told) -> None:
    time.sleep(max(0.0, at - time.perf_counter()))
    took = _posted(port, f"/counter/waiting/kiosk/{kiosk}/", {"line": line}, "", told)
    if took is not None:
        told.taken.append(took)


def _clerk(
    port: int, desk: str, session: str, told: Told, done: threading.Event, chance: random.Random, apart: bool
) -> None:
    """Call, begin, finish after ten seconds or so, call again: thirty of them are busier than any hall."""
    done.wait(chance.uniform(0, VISIT_SECONDS[1]) if apart else 0)
    while not done.is_set():
        took = _posted(port, f"/counter/waiting/desks/{desk}/next/", {}, session, told)
        if took is not None:
            told.called.append(took)
        visitor = _visitor_of(port, desk, session)
        if visitor:
            _posted(port, f"/counter/waiting/tickets/{visitor}/do/begin/", {"desk": desk}, session, told)
        done.wait(chance.uniform(*VISIT_SECONDS))
        if visitor:
            _posted(port, f"/counter/waiting/tickets/{visitor}/do/finish/", {"desk": desk}, session, told)


def _visitor_of(port: int, desk: str, session: str) -> str:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    link.request(
        "GET", f"/counter/waiting/desks/{desk}/", headers={"Cookie": f"sessionid={session}", "HX-Request": "true"}
    )
    found = re.search(r"/tickets/(\d+)/do/begin/", link.getresponse().read().decode())
    link.close()
    return found[1] if found else ""


def _posted(port: int, path: str, values: dict[str, str], session: str, told: Told) -> float | None:
    """Send a form as a browser does; the seconds until the answer, or nothing where it failed."""
    token = "t" * 32
    body = urlencode({**values, "csrfmiddlewaretoken": token})
    cookie = f"csrftoken={token}" + (f"; sessionid={session}" if session else "")
    began = time.perf_counter()
    try:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        link.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie})
        answer = link.getresponse()
        answer.read()
        link.close()
    except OSError as error:
        told.failures.append(type(error).__name__)
        return None
    if answer.status != 302:
        told.failures.append(f"status {answer.status}")
        return None
    return time.perf_counter() - began


@contextmanager
def _server(settings: dict[str, str]) -> Iterator[int]:
    """Hanpo as it is served, on a free port of loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", "hanpo.config.wsgi:application", "--bind", f"127.0.0.1:{port}",
               "--workers", "2", "--threads", "4", "--no-control-socket", "--log-level", "error"]  # fmt: skip
    server = subprocess.Popen(command, env=settings, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(port: int) -> None:
    for _try in range(240):
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            link.request("GET", "/counter/waiting/now/")
            link.getresponse().read()
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError("the server did not come up")


def _own_process(part: str, settings: dict[str, str]) -> list[str]:
    command = [sys.executable, "-m", "bench.counter_load", part]
    done = subprocess.run(command, env=settings, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.splitlines()


def prepare() -> None:
    """A city with six lines, thirty desks and as many clerks who are signed in; prints what the rush needs."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    from hanpo.core import scope
    from hanpo.core.tests import factories as ground
    from hanpo.counter.tests import waiting_makers as make

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with scope.within(scope.EVERYWHERE):
        lines = [make.line(prefix) for prefix in "ABCDEF"]
        desks = [make.desk(f"{number + 1}番", lines[number % LINES]) for number in range(CLERKS)]
        print(make.kiosk().token)
        print(*(line.pk for line in lines))
        for desk in desks:
            person = ground.person("section_staff", make.place())
            session = SessionStore()
            session["_auth_user_id"] = str(person.pk)
            session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
            session["_auth_user_hash"] = person.get_session_auth_hash()
            session.create()
            print(desk.pk, session.session_key)


def check() -> None:
    """Read the log after the rushes: what was given, called twice, or lost; prints one line each."""
    from django.db.models import Count

    from hanpo.core import audit, scope
    from hanpo.counter.models import Ticket, TicketPeriod

    with scope.within(scope.EVERYWHERE):
        given = Ticket.objects.count()
        twice = Ticket.objects.values("day", "number").annotate(n=Count("pk")).filter(n__gt=1).count()
        called = TicketPeriod.objects.filter(state="called")
        double = called.values("ticket").annotate(n=Count("pk")).filter(n__gt=1).count()
        unlogged = Ticket.objects.filter(periods__isnull=True).count()
        print("numbers given", given, f"{2 * VISITORS} were wanted", sep="\t")
        print("numbers given twice", twice, "", sep="\t")
        print("calls", called.count(), "", sep="\t")
        print("numbers called to two desks", double, "", sep="\t")
        print("numbers without a log", unlogged, "", sep="\t")
        print("breaks in the audit record", len(audit.verify()), "", sep="\t")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    {"prepare": prepare, "check": check}[sys.argv[1]]()
