"""The audit record in words: every deed has a name that a clerk understands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from hanpo.core import registry
from hanpo.core.registry import verb_label
from tests.house import source


def _verbs(path: Path) -> Iterator[str]:
    """The verbs that a module writes: `verb="…"`, and what is handed to a helper's argument `verb`."""
    helpers = {
        function.name: [argument.arg for argument in function.args.args].index("verb")
        for function in source.functions(path)
        if "verb" in {argument.arg for argument in function.args.args}
    }
    for call in (node for node in ast.walk(source.tree(path)) if isinstance(node, ast.Call)):
        given = [keyword.value for keyword in call.keywords if keyword.arg == "verb"]
        place = helpers.get(call.func.id) if isinstance(call.func, ast.Name) else None
        if place is not None and len(call.args) > place:
            given.append(call.args[place])
        for value in given:
            if isinstance(value, ast.Constant):
                yield str(value.value)
            elif isinstance(value, ast.JoinedStr):
                yield from _beginning(value)


def _beginning(text: ast.JoinedStr) -> Iterator[str]:
    """A verb with a key behind a colon is named by what stands before it; others are named model by model."""
    first = text.values[0]
    if isinstance(first, ast.Constant) and str(first.value).endswith(":"):
        yield str(first.value)


VERBS = sorted({verb for path in source.modules() for verb in _verbs(path)})


@pytest.mark.parametrize("verb", VERBS)
def test_every_deed_has_a_name_in_the_audit_record(verb: str):
    assert verb_label(verb) != verb, "name it in the verbs of the manifest"


def test_adding_and_changing_any_row_of_a_field_has_a_name():
    models = [
        model._meta.model_name for field in source.fields() for model in apps.get_app_config(field.name).get_models()
    ]
    assert [
        name for name in models for verb in ("add", "change") if verb_label(f"{verb}_{name}") == f"{verb}_{name}"
    ] == []


def test_no_verb_is_named_that_nobody_writes():
    written = {*VERBS, *(f"{verb}_{m._meta.model_name}" for m in apps.get_models() for verb in ("add", "change"))}
    named = {verb for manifest in registry.manifests() for verb in manifest.verbs}
    assert named - written == set()


def test_two_fields_do_not_name_the_same_verb():
    named = [verb for manifest in registry.manifests() for verb in manifest.verbs]
    assert sorted({verb for verb in named if named.count(verb) > 1}) == []


def test_the_walk_finds_verbs_behind_helpers_and_before_colons():
    assert {"approve_work", "discard_import", "prepare:", "load_demo:"} <= set(VERBS)
