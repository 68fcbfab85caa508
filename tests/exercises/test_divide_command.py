"""`divide`: its two formats, exact fractions whatever is given, and one line for what is wrong."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.management.commands.divide import LARGEST, MOST
from tests.core.test_division import TRUMP, WEB_SITE, trades
from tests.exercises.test_figures_commands import assert_is_one_line, printed

ASSETS = ["Connecticut", "Palm Beach", "Plaza", "Tower", "cash and jewelry"]


def to_divide(items: list[str], rows: tuple[str, str], **more: Any) -> dict[str, Any]:
    a, b = ([int(one) for one in row.split()] for row in rows)
    return {"method": "adjusted_winner", "items": items, "a": a, "b": b, **more}


def to_choose(options: dict[str, tuple[Any, Any]], a: Any = 0, b: Any = 0) -> dict[str, Any]:
    named = [{"name": name, "a": first, "b": second} for name, (first, second) in options.items()]
    return {"method": "nash", "options": named, "disagreement": {"a": a, "b": b}}


def test_the_published_divorce_is_printed_in_exact_fractions(monkeypatch):
    assert printed(monkeypatch, "divide", to_divide(ASSETS, TRUMP)) == {
        "a": {"shares": dict(zip(ASSETS, ["0", "13/15", "0", "1", "0"], strict=True)), "points": "218/3"},
        "b": {"shares": dict(zip(ASSETS, ["1", "2/15", "1", "0", "1"], strict=True)), "points": "218/3"},
    }


def test_points_of_another_sum_are_scaled_exactly_and_decimals_are_what_they_say(monkeypatch):
    items = list("abcde")
    expected = printed(monkeypatch, "divide", to_divide(items, WEB_SITE))
    tenths = to_divide(items, WEB_SITE)
    tenths["a"] = [one / 10 for one in tenths["a"]]
    tenths["b"] = [one * 7 for one in tenths["b"]]
    assert printed(monkeypatch, "divide", tenths) == expected
    third = '{"method": "adjusted_winner", "items": ["x", "y"], "a": [0.1, 0.2], "b": [1e0, 0.2E1]}'
    assert printed(monkeypatch, "divide", third)["a"] == {"shares": {"x": "1", "y": "1/4"}, "points": "50"}


def test_burdens_are_given_to_whom_they_weigh_on_least(monkeypatch):
    given = to_divide(["dishes", "bins"], ("10 90", "90 10"), burdens=True)
    assert printed(monkeypatch, "divide", given)["a"] == {
        "shares": {"dishes": "1", "bins": "0"},
        "points": "10",
    }
    assert printed(monkeypatch, "divide", given | {"burdens": False})["a"]["points"] == "90"


def test_the_published_trade_is_chosen(monkeypatch):
    of_trade = trades()
    start = of_trade.pop(frozenset())
    options = {" ".join(sorted(moved)): (int(one.a), int(one.b)) for moved, one in of_trade.items()}
    assert printed(monkeypatch, "divide", to_choose(options, int(start.a), int(start.b))) == {
        "chosen": "ball bat book knife pen toy whip",
        "gains": {"a": "12", "b": "5"},
        "product": "60",
    }


def test_no_option_that_both_accept_is_null(monkeypatch):
    given = to_choose({"sea": (9, 2), "hills": (2, 9)}, a=3, b=2.5)
    assert printed(monkeypatch, "divide", given) == {"chosen": None, "gains": None, "product": None}
    given["options"].append({"name": "lake", "a": 3.5, "b": 2.5})
    assert printed(monkeypatch, "divide", given) == {
        "chosen": "lake",
        "gains": {"a": "1/2", "b": "0"},
        "product": "0",
    }


GOOD = to_divide(ASSETS, TRUMP)
OPTIONS = to_choose({"sea": (3, 5), "hills": (5, 3)})


def numbers_that_are_none(kept: str) -> dict[str, str]:
    """Ways to write what is no number here, as JSON."""
    return {
        f"{name} {kept}": written
        for name, written in {
            "NaN": "NaN",
            "infinity": "-Infinity",
            "true": "true",
            "null": "null",
            "text": '"3"',
            "a list": "[3]",
            "large": str(LARGEST + 1),
            "many digits": "9" * 5000,
            "a huge exponent": "1e999999999",
            "an exponent beyond all": "1e" + "9" * 30,
            "a tiny exponent": "1e-999999999",
            "a zero of a huge length": "0e-999999999",
            "too many decimals": "0.0000000001",
        }.items()
    }


def with_number(given: dict[str, Any], written: str) -> str:
    """The JSON with this in the place of the number 77."""
    return json.dumps(given).replace("77", written)


POINTS_77 = {**GOOD, "a": [77, *GOOD["a"][1:]]}
WRONG = {
    "not JSON": '{"method":',
    "nothing": "",
    "deep": "[" * 100_000,
    "no object": "[1]",
    "a key twice": '{"method": "nash", "method": "nash"}',
    "a key twice below": json.dumps(OPTIONS).replace('"a": 3', '"a": 1, "a": 3'),
    "no method": {"items": []},
    "another method": GOOD | {"method": "knaster"},
    "a method in a list": GOOD | {"method": ["nash"]},
    "the keys of the other method": OPTIONS | {"items": []},
    "burdens to choose from": OPTIONS | {"burdens": True},
    "an unknown key": GOOD | {"c": []},
    "an unknown key of many lines": GOOD | {"c\n" * 200: []},
    "no a": {key: one for key, one in GOOD.items() if key != "a"},
    "no items": GOOD | {"items": [], "a": [], "b": []},
    "items in an object": GOOD | {"items": {}},
    "an item twice": GOOD | {"items": [*ASSETS[:-1], ASSETS[0]]},
    "a long item twice": GOOD | {"items": [*ASSETS[:-2], "x\n" * 500, "x\n" * 500]},
    "a blank item": GOOD | {"items": [*ASSETS[:-1], " \u200b"]},
    "half a sign": json.dumps(GOOD | {"items": [*ASSETS[:-1], "\ud800"]}),
    "an item with a number for a name": GOOD | {"items": [*ASSETS[:-1], 5]},
    "too few points": GOOD | {"a": [1]},
    "points in an object": GOOD | {"b": {}},
    "below 0": GOOD | {"a": [-1, 2, 3, 4, 5]},
    "all 0": GOOD | {"b": [0, 0, 0.0, 0, 0]},
    "burdens in words": GOOD | {"burdens": "yes"},
    "burdens in numbers": GOOD | {"burdens": 1},
    "too many items": to_divide(list(map(str, range(MOST + 1))), ("1 " * (MOST + 1),) * 2),
    "too many options": to_choose(dict.fromkeys(map(str, range(MOST + 1)), (1, 1))),
    "no options": to_choose({}),
    "an option in a list": OPTIONS | {"options": [["sea", 3, 5]]},
    "an option without b": OPTIONS | {"options": [{"name": "sea", "a": 3}]},
    "an option with more": OPTIONS | {"options": [{"name": "sea", "a": 3, "b": 5, "c": 7}]},
    "an option twice": OPTIONS | {"options": OPTIONS["options"] * 2},
    "a nameless option": to_choose({"": (1, 1)}),
    "no disagreement": {key: one for key, one in OPTIONS.items() if key != "disagreement"},
    "half a disagreement": OPTIONS | {"disagreement": {"a": 0}},
    "a disagreement in words": OPTIONS | {"disagreement": "none"},
    **{why: with_number(POINTS_77, one) for why, one in numbers_that_are_none("among points").items()},
    **{
        why: with_number(to_choose({"sea": (1, 77)}), one)
        for why, one in numbers_that_are_none("in an option").items()
    },
    **{
        why: with_number(to_choose({"sea": (1, 1)}, a=77), one)
        for why, one in numbers_that_are_none("at the disagreement").items()
    },
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_one_clear_line(monkeypatch, what):
    with pytest.raises(CommandError) as refused:
        printed(monkeypatch, "divide", WRONG[what])
    assert_is_one_line(refused)
    assert str(refused.value).isprintable()


def test_what_a_message_repeats_is_short_and_on_one_line(monkeypatch):
    with pytest.raises(CommandError) as refused:
        printed(monkeypatch, "divide", WRONG["an unknown key of many lines"])
    assert str(refused.value) == "The file has an unknown key, “" + "c\\n" * 20 + "…”."


def test_a_limit_says_how_much_it_takes(monkeypatch):
    for what in ("too many items", "too many options"):
        with pytest.raises(CommandError, match=f"1 to {MOST} entries, and has {MOST + 1}"):
            printed(monkeypatch, "divide", WRONG[what])
    most = to_divide(list(map(str, range(MOST))), ("1 " * MOST, "2 " * MOST))
    assert printed(monkeypatch, "divide", most)["a"]["points"] == "50"


def test_a_file_is_read_and_one_that_is_not_there_is_one_line(tmp_path, capsys):
    file = tmp_path / "items.json"
    file.write_text(json.dumps(GOOD))
    call_command("divide", str(file))
    assert json.loads(capsys.readouterr().out)["b"]["points"] == "218/3"
    with pytest.raises(CommandError) as refused:
        call_command("divide", str(tmp_path / "none.json"))
    assert "No such file" in str(refused.value)
    assert refused.value.returncode == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*GOOD, *OPTIONS, "name", "c"]), inner)
    ),
    max_leaves=12,
)


@settings(max_examples=60)
@given(
    good=st.sampled_from([GOOD, OPTIONS]), changed=st.dictionaries(st.sampled_from([*GOOD, *OPTIONS]), JSON)
)
def test_whatever_is_given_is_divided_or_refused_in_one_line(good, changed):
    with pytest.MonkeyPatch.context() as monkeypatch:
        try:
            found = printed(monkeypatch, "divide", good | changed)
        except CommandError as refused:
            said, found = str(refused), None
    if found is None:
        assert said.isprintable()
        return
    assert "chosen" in found or Fraction(found["a"]["points"]) == Fraction(found["b"]["points"])
