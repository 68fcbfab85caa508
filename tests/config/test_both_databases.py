"""What PostgreSQL has to prove is run on it too, whoever writes the test."""

from pathlib import Path

import pytest

from tests.both_databases import DIFFERS, FOLDER, SAME_ON_BOTH, chosen_in, run_on_both

SAID = {
    "by all": ("pytestmark = pytest.mark.django_db(transaction=True)\n", "pass"),
    "by a fixture of all": (
        "@pytest.fixture(autouse=True)\ndef all_of_it():\n    with atomic():\n        yield\n",
        "pass",
    ),
    "itself": ("", "with pytest.raises(IntegrityError):\n        pass"),
    "by what it uses": ("def both(acts):\n    threading.Thread(target=acts)\n", "both(1)"),
    "by what is used by that": ("def one():\n    at_once(1)\nTWO = {'a': one}\n", "TWO['a']()"),
    "by its numbers": ("", "with CaptureQueriesContext(connection) as asked:\n        pass"),
}


def _module(folder: Path, before: str, inside: str) -> Path:
    module = folder / "test_something.py"
    other = "def test_of_pages():\n    assert page()\n"
    module.write_text(
        f'"""Of atomic(."""\nimport threading\n{before}\ndef test_it():\n    {inside}\n\n{other}'
    )
    return module


@pytest.mark.parametrize("how", SAID)
def test_what_differs_is_run_on_both_whoever_says_it(tmp_path: Path, how: str) -> None:
    module = _module(tmp_path, *SAID[how])
    assert run_on_both(module, "test_it")
    assert run_on_both(module, "test_of_pages") == how.endswith(" all")


def test_a_decorator_is_said_by_the_test_itself(tmp_path: Path) -> None:
    module = tmp_path / "test_something.py"
    module.write_text("@pytest.mark.django_db(transaction=True)\ndef test_it(): ...\ndef test_other(): ...\n")
    assert chosen_in(module) == {"test_it"}


def test_a_module_about_pages_is_not(tmp_path: Path) -> None:
    assert not chosen_in(_module(tmp_path, "pytestmark = pytest.mark.django_db\n", "pass"))


@pytest.mark.parametrize(
    "name",
    [
        "couples/test_models.py",
        "couples/pairing/test_races.py",
        "exercises/live/test_commands.py",
        "exercises/test_rotation_under_load.py",
        "recorded_sessions/test_recorded_sessions.py",
    ],
)
def test_constraints_races_and_the_past_are_run_on_both(name: str) -> None:
    assert chosen_in(FOLDER / name)


def test_what_is_run_on_both_carries_the_mark(request: pytest.FixtureRequest) -> None:
    """What it says, transaction=True, makes it one of them."""
    assert request.node.get_closest_marker("both_databases")


@pytest.mark.parametrize("name", SAME_ON_BOTH)
def test_a_module_that_is_the_same_on_both_would_be_chosen_and_is_not(name: str) -> None:
    """A name that nothing has any more, or that would not be chosen anyway, has no business in the list."""
    [module] = FOLDER.rglob(f"test_{name}.py")
    assert DIFFERS.search(module.read_text())
    assert not chosen_in(module)
