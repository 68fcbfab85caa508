"""`compare`, `trend` and `simulate_pairs`: their formats, the worked couple, and one line for what is wrong."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.core.trend import trend
from tests.core.test_comparison import EXPECTED, RATED, numbers

DOMAINS = ["emotional", "reassurance", "decisions", "money", "practical", "own_time", "outside", "influence"]
NAMES = {"own": "s", "partner": "o", "guess": "m", "comfort": "c", "preferred": "p"}
PRINTED = {name: name for name in EXPECTED} | {"change_wanted": "wish"}


def worked() -> dict[str, Any]:
    people = {
        who: {name: numbers(RATED[letter][index]) for name, letter in NAMES.items()}
        for index, who in enumerate("ab")
    }
    return {"scale": [0, 6], "domains": DOMAINS, **people}


def printed(monkeypatch: pytest.MonkeyPatch, command: str, given: Any) -> Any:
    said = io.StringIO()
    with monkeypatch.context() as patched:
        patched.setattr("sys.stdin", io.StringIO(given if isinstance(given, str) else json.dumps(given)))
        call_command(command, "-", stdout=said)
    return json.loads(said.getvalue())


def test_the_worked_couple_has_what_was_worked_out_by_hand(monkeypatch):
    found = printed(monkeypatch, "compare", worked())
    assert [one["domain"] for one in found["domains"]] == DOMAINS
    for name, (a, b) in EXPECTED.items():
        assert [one["a"][PRINTED[name]] for one in found["domains"]] == numbers(a)
        assert [one["b"][PRINTED[name]] for one in found["domains"]] == numbers(b)
    assert [one["level"] for one in found["domains"]] == [4.5, 3, 2.5, 2.5, 3.5, 3, 2.5, 3.5]
    assert [one["balance_own"] for one in found["domains"]] == numbers("1 2 -1 3 -1 -2 -3 -1")
    assert found["counts"] == {
        "a": {"alike": 6, "a_little": 1, "different": 1, "exact": 3, "within_one": 6, "answered": 8},
        "b": {"alike": 8, "a_little": 0, "different": 0, "exact": 6, "within_one": 7, "answered": 8},
    }
    assert found["domains"][0]["a"] == {
        "gap": 1,
        "guess_error": 1,
        "believed_gap": 0,
        "balance": 2,
        "wish": -1,
        "view": "alike",
    }


def test_what_lacks_an_input_is_null_and_the_last_three_may_be_missing(monkeypatch):
    given = {
        "scale": [0, 6],
        "domains": ["one", "two"],
        "a": {"own": [5, None], "partner": [None, 2]},
        "b": {"own": [1, 2], "partner": [1, 3], "guess": [None, 4]},
    }
    one, two = printed(monkeypatch, "compare", given)["domains"]
    empty = dict.fromkeys(("gap", "guess_error", "believed_gap", "balance", "wish", "view"))
    assert one["a"] == empty | {"gap": 4, "view": "different"}
    assert one["b"] == empty | {"balance": 0}
    assert (one["balance_own"], one["level"]) == (4, 3.0)
    assert two["a"] == empty
    assert two["b"] == empty | {"gap": 0, "guess_error": 2, "believed_gap": -2, "balance": 1, "view": "alike"}
    assert (two["balance_own"], two["level"]) == (None, None)
    counts = printed(monkeypatch, "compare", given)["counts"]
    assert counts["a"] == {
        "alike": 0,
        "a_little": 0,
        "different": 1,
        "exact": 0,
        "within_one": 0,
        "answered": 1,
    }


WRONG = {
    "not JSON": '{"scale": [0, 6],',
    "a constant": '{"scale": [0, NaN]}',
    "no object": "[]",
    "nothing": "",
    "deep": "[" * 100_000,
    "no b": {"b": None},
    "a scale of one": {"scale": [6]},
    "a scale upside down": {"scale": [6, 0]},
    "a scale of halves": {"scale": [0, 6.0]},
    "no domains": {"domains": []},
    "a domain twice": {"domains": [*DOMAINS[:-1], DOMAINS[0]]},
    "a nameless domain": {"domains": [*DOMAINS[:-1], ""]},
    "too few ratings": {"a": {"own": [1], "partner": [1] * 8}},
    "off the scale": {"a": {"own": [7] * 8, "partner": [1] * 8}},
    "a half": {"a": {"own": [1.5] * 8, "partner": [1] * 8}},
    "true": {"a": {"own": [True] * 8, "partner": [1] * 8}},
    "no list": {"a": {"own": 3, "partner": [1] * 8}},
    "no partner ratings": {"a": {"own": [1] * 8}},
    "a name misspelled": {"a": {"own": [1] * 8, "partner": [1] * 8, "gues": [1] * 8}},
    "too much": {"more": 1},
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_with_two_people_is_one_clear_line(monkeypatch, what):
    wrong = WRONG[what]
    given = wrong if isinstance(wrong, str) else worked() | wrong
    with pytest.raises(CommandError) as refused:
        printed(monkeypatch, "compare", given)
    assert_is_one_line(refused)


@pytest.mark.parametrize(
    "given",
    ['{"values": 3}', '{"values": [true]}', '{"values": ["3"]}', '{"values": [1e999]}', '{"values": [Infinity]}',
     '{"values": [1' + "0" * 400 + "]}", '{"value": []}', '{"values": [], "more": 1}', "3", "{"],
)  # fmt: skip
def test_what_is_wrong_with_a_line_of_values_is_one_clear_line(monkeypatch, given):
    with pytest.raises(CommandError) as refused:
        printed(monkeypatch, "trend", given)
    assert_is_one_line(refused)


def assert_is_one_line(refused: pytest.ExceptionInfo[CommandError]) -> None:
    said = str(refused.value)
    assert 10 < len(said) < 200
    assert "\n" not in said
    assert refused.value.returncode == 1


@pytest.mark.parametrize("command", ["compare", "trend"])
def test_a_file_that_is_not_there_is_one_clear_line(command, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command(command, str(tmp_path / "none.json"))


def test_a_file_is_read_like_standard_input(tmp_path):
    said, file = io.StringIO(), tmp_path / "line.json"
    file.write_text('{"values": [1, 2]}')
    call_command("trend", str(file), stdout=said)
    assert json.loads(said.getvalue())["mean"] == 1.5


def test_a_line_has_the_limits_of_an_individuals_chart(monkeypatch):
    found = printed(monkeypatch, "trend", {"values": [4, 4, 3, 4, 4, 4, 4, 3, 4, 0]})
    assert found["mean"] == pytest.approx(3.4)
    assert found["mean_moving_range"] == pytest.approx(8 / 9)
    assert found["lower"] == pytest.approx(3.4 - 2.66 * 8 / 9)
    assert found["upper"] == pytest.approx(3.4 + 2.66 * 8 / 9)
    assert found["outside"] == [9]


def test_a_gap_has_no_moving_range_around_it(monkeypatch):
    found = printed(monkeypatch, "trend", {"values": [1, None, 5, 5, None, 5, 5, 5]})
    assert found["mean_moving_range"] == 0
    assert found["outside"] == [0, 2, 3, 5, 6, 7]  # a line without any wobble: its mean is none of its values
    apart = printed(monkeypatch, "trend", {"values": [1, None] * 7})
    assert (apart["mean"], apart["mean_moving_range"], apart["lower"]) == (1, None, None)


@given(value=st.floats(-100, 100), many=st.integers(6, 40))
def test_a_line_that_never_changes_has_nothing_outside(value, many):
    assert trend([value] * many).outside == ()


@pytest.mark.parametrize("many", range(6))
def test_fewer_than_six_values_have_no_limits(monkeypatch, many):
    found = printed(monkeypatch, "trend", {"values": [None, *range(many)]})
    assert (found["lower"], found["upper"], found["outside"]) == (None, None, [])
    assert found["mean"] == (sum(range(many)) / many if many else None)


@settings(max_examples=60)
@given(values=st.lists(st.none() | st.integers(0, 6), max_size=30))
def test_every_line_has_limits_around_its_mean_and_only_values_beyond_are_outside(values):
    with pytest.MonkeyPatch.context() as monkeypatch:
        found = printed(monkeypatch, "trend", {"values": values})
    if found["lower"] is None:
        assert not found["outside"]
        return
    assert found["lower"] <= found["mean"] <= found["upper"]
    beyond = [
        i for i, one in enumerate(values) if one is not None and not found["lower"] <= one <= found["upper"]
    ]
    assert found["outside"] == beyond


def simulated(*words: str) -> list[str]:
    said = io.StringIO()
    call_command("simulate_pairs", *words, stdout=said)
    return said.getvalue().splitlines()


def test_the_simulation_prints_what_it_assumes_and_the_same_for_the_same_seed():
    words = ("--pairs", "300", "--noise", "0.9", "--check-ins", "7")
    said = simulated(*words)
    assert any("normal noise" in line for line in said)
    assert said == simulated(*words)
    assert said != simulated(*words, "--seed", "2")


def test_the_simulation_finds_the_shares_that_were_published_for_our_bands():
    """By an independent simulation of a million pairs at a noise of 0.9: .230, .044, .51 and 3.7."""
    noise, alike, different, any_different, of_16, _moved = map(
        float, simulated("--noise", "0.9")[-1].split()
    )
    assert noise == 0.9
    assert alike == pytest.approx(0.230, abs=0.01)
    assert different == pytest.approx(0.044, abs=0.005)
    assert any_different == pytest.approx(0.51, abs=0.03)
    assert of_16 == pytest.approx(3.7, abs=0.15)


def test_without_noise_nobody_differs_and_nothing_moves():
    assert set(simulated("--noise", "0", "--pairs", "50")[-1].split()) <= {"0.00", "0.000", "0.0"}


@pytest.mark.parametrize(
    "words", [("--pairs", "0"), ("--areas", "0"), ("--check-ins", "5"), ("--noise", "-1")]
)
def test_the_simulation_refuses_what_makes_no_sense(words):
    with pytest.raises(CommandError):
        simulated(*words)
