"""The processes of a running house: the web server and the worker, started together and stopped together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

GRACE_SECONDS = 15
"""How long a process may take to stop before it is killed."""

LOOK_SECONDS = 0.1
"""How often it is looked whether all is well."""

STOPPERS = (signal.SIGINT, signal.SIGTERM)
"""The signals that end a house: Ctrl-C, and what services send."""

Process = subprocess.Popen[bytes]


def server_command(address: str, workers: int) -> list[str]:
    """The command line of the web server. `address`: host and port."""
    return [
        sys.executable, "-m", "gunicorn", "hanpo.config.wsgi:application", "--bind", address,
        "--workers", str(workers), "--threads", "4", "--timeout", "60", "--graceful-timeout", "10",
        "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """The command line of the worker."""
    return [sys.executable, "-c", "from hanpo.cli import main; main()", "worker"]


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens there yet."""
    with socket.socket() as probe:
        return probe.connect_ex((host, port)) != 0


class House:
    """The processes that run together, and whether somebody asked for them to stop."""

    def __init__(self) -> None:
        self.running: list[Process] = []
        self.is_stopping = False

    def start(self, command: Sequence[str]) -> None:
        """Run a command in a session of its own, so that Ctrl-C reaches this process alone, which then stops each."""
        self.running.append(subprocess.Popen(list(command), start_new_session=True, env=os.environ))  # noqa: S603

    def is_whole(self) -> bool:
        """Whether all of it runs and nobody asked for the end."""
        return not self.is_stopping and all(process.poll() is None for process in self.running)

    def is_answering(self, host: str, port: int, seconds: float = 60) -> bool:
        """Wait until somebody listens there, for so many seconds at most."""
        until = time.monotonic() + seconds
        while is_free(host, port):
            if not self.is_whole() or time.monotonic() > until:
                return False
            time.sleep(LOOK_SECONDS)
        return True

    def wait_for_end(self) -> bool:
        """Wait until a process ends by itself, or a signal comes; says whether it was asked for."""
        while self.is_whole():
            time.sleep(LOOK_SECONDS)
        return self.is_stopping

    def stop(self) -> None:
        """Stop every process, and wait until it has ended."""
        for process in self.running:
            process.terminate()
        for process in self.running:
            _wait_or_kill(process)

    def ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        """What the signals do: they are noted, and never break off what is under way."""
        self.is_stopping = True


@contextmanager
def started(*commands: Sequence[str]) -> Iterator[House]:
    """Run the commands beside this process; when the block ends, for whatever reason, all of them are stopped."""
    house = House()
    before = {number: signal.signal(number, house.ask_to_stop) for number in STOPPERS}
    try:
        for command in commands:
            house.start(command)
        yield house
    finally:
        house.stop()
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait_or_kill(process: Process) -> None:
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
