"""What PostgreSQL has to prove is run on it too, whoever writes the test."""

from pathlib import Path

import pytest

from tests.both_databases import DIFFERS, FOLDER, SAME_ON_BOTH, run_on_both


@pytest.mark.parametrize(
    "line",
    [
        "pytestmark = pytest.mark.django_db(transaction=True)",
        "with pytest.raises(IntegrityError):",
        "first, second = at_once(accept, accept)",
        "import threading",
        "with transaction.atomic():",
        "with CaptureQueriesContext(connection) as asked:",
    ],
)
def test_a_module_about_what_differs_is_run_on_both(tmp_path: Path, line: str) -> None:
    module = tmp_path / "test_something.py"
    module.write_text(f'"""Something."""\n\n{line}\n')
    assert run_on_both(module)


def test_a_module_about_pages_is_not(tmp_path: Path) -> None:
    module = tmp_path / "test_something.py"
    module.write_text("pytestmark = pytest.mark.django_db\n")
    assert not run_on_both(module)


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
    assert run_on_both(FOLDER / name)


def test_what_is_run_on_both_carries_the_mark(request: pytest.FixtureRequest) -> None:
    """This module names transaction=True, so it is one of them."""
    assert request.node.get_closest_marker("both_databases")


@pytest.mark.parametrize("name", SAME_ON_BOTH)
def test_a_module_that_is_the_same_on_both_would_be_chosen_and_is_not(name: str) -> None:
    """A name that nothing has any more, or that would not be chosen anyway, has no business in the list."""
    [module] = FOLDER.rglob(f"test_{name}.py")
    assert DIFFERS.search(module.read_text())
    assert not run_on_both(module)
