"""Views: each carries its permission, and none does more than parse, call and render."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from hanpo.core import registry
from tests.house import routes, source

LONGEST_BODY = 15
ARITHMETIC = ast.Add | ast.Sub | ast.Mult | ast.Div | ast.FloorDiv | ast.Mod | ast.Pow
WRITES = {"save", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
VIEWS = [pytest.param(path, id=source.name(path)) for path in source.room("views") + source.room("api")]
READERS = [*VIEWS, *(pytest.param(path, id=source.name(path)) for path in source.room("queries"))]


@pytest.mark.parametrize("route", [pytest.param(route, id=route.pattern or "/") for route in routes.ours()])
def test_every_view_carries_a_permission_or_is_public(route: routes.Route):
    assert hasattr(route.view, "permission"), "put @page(…) or @public on it"
    assert route.is_public or route.guard in registry.permissions()


def test_every_address_has_a_name_of_its_own():
    names = [route.name for route in routes.ours()]
    assert [route.pattern for route in routes.ours() if not route.name.rpartition(":")[2]] == []
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_permission_guards_something():
    """A permission that no page asks for is a promise that nobody keeps."""
    code = "\n".join(
        path.read_text("utf-8") for path in [*source.modules(), *source.PACKAGE.glob("*/templates/**/*.html")]
    )
    assert [key for key in registry.permissions() if code.count(f'"{key}"') + code.count(f"'{key}'") < 2] == []


def test_every_place_in_the_navigation_is_guarded_by_the_permission_of_its_page():
    guards = {route.name: route.guard for route in routes.ours()}
    places = [place for manifest in registry.manifests() for place in manifest.places]
    assert [place.url_name for place in places if guards.get(place.url_name) != place.permission] == []


@pytest.mark.parametrize("path", VIEWS)
def test_a_view_is_at_most_fifteen_lines(path: Path):
    long = [f"{f.lineno} {f.name}" for f in source.functions(path) if source.body_length(f) > LONGEST_BODY]
    assert long == []


@pytest.mark.parametrize("path", VIEWS)
def test_a_view_asks_no_model_and_calculates_nothing(path: Path):
    found = []
    for node in ast.walk(source.tree(path)):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}:
            found.append(f"{node.lineno} {ast.unparse(node)}")
        if isinstance(node, ast.BinOp) and isinstance(node.op, ARITHMETIC):
            found.append(f"{node.lineno} {ast.unparse(node)}")
    assert found == []


@pytest.mark.parametrize("path", READERS)
def test_only_deeds_write(path: Path):
    written = [
        f"{node.lineno} {ast.unparse(node.func)}"
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
    ]
    assert written == []
