"""The options of the benchmark: a contradiction, or no number, is answered with one sentence before anything starts."""

import resource

import pytest

from benchmarks.__main__ import arguments
from benchmarks.open_files import allow_sockets


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--scale 100 --quick", "--scale is a run of its own: leave out --quick."),
        ("--act walk --scale 9", "--act walk is a run of its own: leave out --scale and --tabs."),
        ("--scale 0", "0 is not a whole number above 0."),
        ("--scale many", "many is not a whole number above 0."),
        ("--tabs 3", "invalid choice: 3 (choose from 1, 2, 8)"),
        ("--length 0", "0 is not a whole number above 0."),
        ("--act sing", "invalid choice: 'sing'"),
        ("--sing", "unrecognized arguments: --sing"),
    ],
)
def test_an_option_that_cannot_be_is_refused_in_one_sentence(
    words: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        arguments(words.split())
    assert said in capsys.readouterr().err.splitlines()[-1]


def test_more_sockets_than_the_machine_allows_are_refused_before_anything_starts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (1024, 4096))
    with pytest.raises(SystemExit, match="10000 sockets need 10500 open files, and the limit is 4096"):
        allow_sockets(10000)


def test_the_limit_on_open_files_is_raised_as_far_as_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    set_to = []
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (1024, 20000))
    monkeypatch.setattr(resource, "setrlimit", lambda _which, limits: set_to.append(limits))
    allow_sockets(200)
    assert set_to == []
    allow_sockets(10000)
    assert set_to == [(10500, 20000)]
