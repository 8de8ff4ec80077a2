"""The house: who may import whom, the same rooms in every field, engines that need nothing."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from tests.house import source

CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((source.ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
}
ROOMS = {
    "__init__",
    "apps",
    "manifest",
    "models",
    "queries",
    "actions",
    "preparers",
    "files",
    "inputs",
    "views",
    "api",
    "urls",
    "demo",
    "engine",
    "templates",
    "migrations",
    "tests",
}
NEEDED = {"__init__", "apps", "manifest", "models", "queries", "actions", "views", "urls", "demo", "engine", "tests"}
FIELDS = [pytest.param(field, id=field.name) for field in source.fields()]
ENGINES = [*sorted(source.PACKAGE.glob("*/engine")), source.PACKAGE / "core" / "japanese"]


def layers_of(contract: str) -> set[str]:
    """The single names in the layers of a contract."""
    return set(re.findall(r"\w+", " ".join(CONTRACTS[contract]["layers"])))


def test_every_package_stands_in_the_contracts():
    packages = {path.parent.name for path in source.PACKAGE.glob("*/__init__.py")}
    assert packages == layers_of("house")
    assert {f"hanpo.{field.name}" for field in source.fields()} == set(CONTRACTS["rooms"]["containers"])


def test_forbidden_imports_are_caught(tmp_path: Path):
    forbidden = {
        "hub/engine.py": "import django.db",
        "hub/models.py": "import hanpo.hub.views",
        "hub/urls.py": "import hanpo.portal",
        "core/__init__.py": "import hanpo.hub.models",
        "portal/__init__.py": "import hanpo.config",
        "hub/cellar.py": "",
    }
    told = _lint(tmp_path, forbidden)
    expected = {
        "an engine imports Django": "hanpo.hub.engine -> django",
        "a model imports a view": "hanpo.hub.models -> hanpo.hub.views",
        "a field imports the portal": "hanpo.hub.urls -> hanpo.portal",
        "the ground imports a field": "hanpo.core -> hanpo.hub.models",
        "the portal imports the configuration": "hanpo.portal -> hanpo.config",
        "a room has no name in the contract": "hanpo.hub.cellar",
    }
    assert [what for what, sign in expected.items() if sign not in told] == []


def test_a_house_without_forbidden_imports_passes(tmp_path: Path):
    assert "0 broken" in _lint(tmp_path, {"hub/views.py": "import hanpo.hub.queries\nimport hanpo.core"})


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_has_the_same_rooms_as_every_other(field: Path):
    rooms = {path.stem for path in field.iterdir() if path.suffix == ".py" or (path.is_dir() and path.name[0] != "_")}
    reasons = (field / "__init__.py").read_text("utf-8")
    assert rooms >= NEEDED, "a field without these rooms is not finished"
    assert {room for room in rooms - ROOMS if f"`{room}`" not in reasons} == set(), "say in __init__.py what it is for"


@pytest.mark.parametrize("engine", ENGINES, ids=lambda path: path.parent.name + "." + path.name)
def test_an_engine_lists_its_public_names(engine: Path):
    named = [node for node in source.tree(engine / "__init__.py").body if isinstance(node, ast.Assign)]
    listed = [node for node in named if getattr(node.targets[0], "id", "") == "__all__"]
    assert listed, "an engine says what others may use: __all__"
    names = ast.literal_eval(listed[0].value)
    assert len(names) == len(set(names))


def test_engines_work_in_an_interpreter_without_django():
    names = sorted(
        {source.dotted(path) for engine in ENGINES for path in engine.rglob("*.py") if "tests" not in path.parts}
    )
    code = "import sys; sys.modules['django'] = None\n" + "\n".join(f"import {name}" for name in names)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_engines_ask_neither_the_clock_nor_chance_nor_the_disk():
    asked = [
        f"{source.name(path)}:{node.lineno} {ast.unparse(node.func)}"
        for engine in ENGINES
        for path in engine.rglob("*.py")
        if "tests" not in path.parts
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.Call) and IMPURE.fullmatch(ast.unparse(node.func))
    ]
    assert asked == []


IMPURE = re.compile(
    r"(?:date|datetime|datetime\.date|datetime\.datetime)\.(?:today|now|utcnow)|time\.\w+"
    r"|random\.(?!Random)\w+|open|.*\.(?:read_text|write_text|read_bytes|write_bytes)|os\.environ\.get|print|input"
)


def _lint(folder: Path, contents: dict[str, str]) -> str:
    """Build a tiny house with these modules and let the real contracts look at it."""
    optional = {"apps", "management", "manifest", "demo", "api", "preparers"}
    files = dict.fromkeys([*(f"{part}/__init__.py" for part in layers_of("house"))], "")
    rooms = (layers_of("rooms") | optional) - {"management"}
    files |= dict.fromkeys(chain(*([f"{field}/{room}.py" for room in rooms] for field in _field_names())), "")
    files |= dict.fromkeys((f"core/{room}.py" for room in layers_of("ground")), "")
    for name, text in {**files, "__init__.py": "", **contents}.items():
        path = folder / "hanpo" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    command = [Path(sys.executable).parent / "lint-imports", "--config", source.ROOT / "pyproject.toml", "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return re.sub(r"\s+\(l\.\d+\)", "", run.stdout + run.stderr)


def _field_names() -> list[str]:
    return [container.removeprefix("hanpo.") for container in CONTRACTS["rooms"]["containers"]]
