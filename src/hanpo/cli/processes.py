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


def is_answering(host: str, port: int, seconds: float = 30) -> bool:
    """Wait until somebody listens there, for so many seconds at most."""
    until = time.monotonic() + seconds
    while is_free(host, port):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


@contextmanager
def started(*commands: Sequence[str]) -> Iterator[list[Process]]:
    """Run the commands beside this process; when the block ends, for whatever reason, all of them are stopped.

    They run in sessions of their own, so that Ctrl-C reaches this process alone, which then stops each once.
    """
    running: list[Process] = []
    try:
        for command in commands:
            process = subprocess.Popen(list(command), start_new_session=True, env=os.environ)  # noqa: S603 (our own)
            running.append(process)
        yield running
    finally:
        for process in running:
            process.terminate()
        for process in running:
            _wait_or_kill(process)


def wait_for_end(running: Sequence[Process]) -> int:
    """Wait until one of them ends by itself, or Ctrl-C or SIGTERM comes; the exit code to end with."""
    for number in (signal.SIGTERM, signal.SIGINT):  # a shell that runs us in the background has SIGINT ignored
        signal.signal(number, _interrupt)
    try:
        while all(process.poll() is None for process in running):
            time.sleep(0.3)
    except KeyboardInterrupt:
        return 0
    return 1


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _wait_or_kill(process: Process) -> None:
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
