"""What `restore` asks before it erases and signs, and when it refuses: nobody can answer, or others are connected."""

from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from couples.accounts.models import User
from couples.backups import loading
from tests import servers
from tests.couples.backups.test_loading import made, refused, restored

__all__ = ["made"]
pytestmark = pytest.mark.django_db(transaction=True)


def is_there(person: User) -> bool:
    return User.objects.filter(pk=person.pk, erased_at=None).exists()


def test_who_will_be_erased_is_named_and_stays_where_somebody_says_no(made, terminal, alex, drew):
    """Whoever came after a backup of the keys has no key any more."""
    drew.write(is_staff=True)
    terminal.typed = ["no"]
    out = StringIO()
    with pytest.raises(CommandError, match=r"^Nothing was signed, and nobody was erased\.$"):
        call_command("restore", str(made[1]), replace=True, stdout=out)
    assert is_there(drew)
    assert terminal.asked == [
        "Erase 1 person (1 of them operators or counselors) for good, and sign everything else in the main "
        "database as it is? [yes/no] "
    ]
    for said in (out.getvalue(), restored()):
        assert f"who will be erased: 1\n  {drew.pk}, operator\n" in said
        assert str(alex.pk) not in said
    assert not is_there(drew)


def test_where_nobody_will_be_erased_the_question_does_not_speak_of_it(terminal, alex):
    terminal.typed = ["yes"]
    assert "will be erased: 0\n" in restored(yes=False)
    assert terminal.asked == ["Sign everything in the main database as it is? [yes/no] "]


@pytest.mark.parametrize("folders", [0, 2])
def test_without_a_terminal_nothing_is_loaded_and_nothing_signed(made, monkeypatch, folders, drew):
    monkeypatch.setattr("sys.stdin", StringIO("yes\n"))
    assert "add --yes" in refused(*made[:folders], replace=True, yes=False)
    assert is_there(drew)


def test_without_a_terminal_nobody_is_erased(monkeypatch, drew):
    monkeypatch.setattr("sys.stdin", StringIO("yes\n"))
    with pytest.raises(CommandError, match="add --yes"):
        call_command("erase_person", drew.email)
    assert is_there(drew)


@pytest.fixture(params=["default", "keys"])
def _served(request, monkeypatch):
    """A connection to one of the databases, as a server has it that was not stopped.

    SQLite does not know who else has it open; what is asked then is tried there all the same.
    """
    monkeypatch.setattr(loading, "PAUSE", 0)
    if connection.vendor != "postgresql":
        monkeypatch.setattr(loading, "others", lambda _found: 1)
        yield
        return
    with psycopg.connect(servers.address_of(connections[request.param].settings_dict)):
        yield


@pytest.mark.usefixtures("_served")
def test_while_others_are_connected_nothing_is_replaced_unless_somebody_says_that_they_are_no_servers(
    made: tuple[Path, Path], terminal, drew
):
    assert "Stop all servers first" in refused(*made, replace=True)
    terminal.typed = ["no"]
    assert refused(*made, replace=True, yes=False) == "Nothing was changed."
    assert "Are all servers stopped?" in terminal.asked[0]
    assert is_there(drew)
    terminal.typed = ["yes", "yes"]
    restored(*made, replace=True, yes=False)
    assert not is_there(drew)
