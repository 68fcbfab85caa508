"""The options of the benchmark: a contradiction, or no number, is answered with one sentence before anything starts."""

import resource

import pytest

from benchmarks import servers
from benchmarks.__main__ import arguments
from benchmarks.figures import Phase, Result
from benchmarks.open_files import allow_sockets
from benchmarks.soak import drift


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--scale 100 --quick", "--scale and --soak are runs of their own: leave out --quick."),
        ("--soak 100 --quick", "--scale and --soak are runs of their own: leave out --quick."),
        ("--soak 9 --scale 9", "--scale, --soak and --pages are runs of their own: leave out all but one."),
        ("--pages --scale 9", "--scale, --soak and --pages are runs of their own: leave out all but one."),
        ("--act walk --scale 9", "--act walk is a run of its own: leave out --scale, --soak and --tabs."),
        ("--act walk --soak 9", "--act walk is a run of its own: leave out --scale, --soak and --tabs."),
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


def soaked(p99: list[float], mib: list[float]) -> list[str]:
    result = Result("Counterpoint", "html", 2, app_mib=mib)
    for minute, slowest in enumerate(p99):
        result.phases[f"minute {minute}"] = Phase(50, 1, 1, 0, [], 60, 1, 1, slowest, 1, 1, 1, 1)
    return drift(result)


def test_a_soak_finds_what_grows_and_forgives_noise() -> None:
    flat, steep = [11.0, 12.0, 10.0, 14.0, 12.0, 11.0], [10.0, 12.0, 14.0, 18.0, 22.0, 26.0]
    assert soaked(flat, [90.0, 91.0, 91.0, 92.0, 91.0, 92.0]) == []
    assert soaked(steep, [90.0] * 6) == ["p99 has grown from 11.0 to 24.0"]
    assert soaked(flat, [90.0, 92.0, 100.0, 108.0, 116.0, 124.0]) == [
        "memory in MiB has grown from 91.0 to 120.0"
    ]
    assert soaked(steep[:5], [90.0] * 5) == [], "too short to tell"


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


def test_nothing_of_the_command_that_serves_is_left_to_a_shell() -> None:
    """The benchmark starts what `scripts/serve` does without one: each variable in it has to be known there."""
    words = servers.command_line("a.floor:application", 8000)
    assert {"a.floor:application", "8000", "127.0.0.1"} < set(words)
    assert [word for word in words if "$" in word] == []
