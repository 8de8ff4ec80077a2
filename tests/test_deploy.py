"""The files in `deploy/` say the same as the code and as one another, and their tools can read them."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
SCRIPTS = ["backup", "build-set", "hanpo", "install-program"]
UNITS = sorted(path.name for path in DEPLOY.glob("hanpo-*.*"))


def _text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def _commands(unit: str) -> list[str]:
    return re.findall(r"^ExecStart=(.+)$", _text(unit), re.MULTILINE)


def test_every_setting_of_the_example_is_explained():
    told = re.findall(r"^#?([A-Z_]+)=", _text("hanpo.env.example"), re.MULTILINE)
    explained = re.findall(r"`(HANPO_[A-Z_]+|DATABASE_URL)`", (ROOT / "docs/settings.md").read_text(encoding="utf-8"))
    assert set(told) <= set(explained)
    assert "HANPO_PROXIES" in told


def test_a_shell_reads_the_example_as_it_is_meant(tmp_path: Path):
    shown = subprocess.run(
        ["sh", "-c", f'. {shlex.quote(str(DEPLOY / "hanpo.env.example"))}; printf %s "$DATABASE_URL"'],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert shown.stdout == "postgres:///hanpo?host=/run/postgresql"
    assert shown.stderr == ""


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_can_be_run_and_read(script: str):
    assert (DEPLOY / script).stat().st_mode & 0o111
    subprocess.run(["sh", "-n", str(DEPLOY / script)], check=True)


@pytest.mark.parametrize("unit", UNITS)
def test_systemd_can_read_every_unit(unit: str, tmp_path: Path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd on this machine")
    for name in UNITS:
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", _text(name), flags=re.MULTILINE)
        (tmp_path / name).write_text(text, encoding="utf-8")
    verified = subprocess.run(["systemd-analyze", "verify", str(tmp_path / unit)], capture_output=True, text=True)
    assert (verified.returncode, verified.stderr) == (0, "")


def test_the_services_do_not_run_as_root_and_read_the_settings():
    for unit in (name for name in UNITS if name.endswith(".service")):
        assert "User=hanpo" in _text(unit)
        assert "EnvironmentFile=/etc/hanpo/hanpo.env" in _text(unit)
        assert "NoNewPrivileges=true" in _text(unit)


def test_the_proxy_leads_to_where_the_service_listens():
    (command,) = _commands("hanpo-web.service")
    listens = re.search(r"--bind (\S+)", command)
    assert listens is not None
    assert f"proxy_pass http://{listens[1]};" in _text("nginx.conf")


def test_the_proxy_takes_larger_files_than_hanpo_so_that_hanpo_explains():
    limit = re.search(r"client_max_body_size (\d+)m;", _text("nginx.conf"))
    assert limit is not None
    assert int(limit[1]) > settings.UPLOAD_MB


def test_the_proxy_writes_down_no_query_and_lets_nobody_claim_an_address():
    (written,) = re.findall(r"log_format hanpo '([^']+)'", _text("nginx.conf"))
    secret = {"$request", "$request_uri", "$args", "$query_string", "$http_referer", "$http_cookie"}
    assert not secret & set(re.findall(r"\$\w+", written))
    assert re.search(r"X-Forwarded-For\s+\$remote_addr;", _text("nginx.conf"))


def test_the_role_of_the_database_is_bound_by_row_level_security():
    assert "NOSUPERUSER NOBYPASSRLS" in _text("postgresql.sql")
