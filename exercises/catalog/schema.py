"""The shapes of definitions as one JSON Schema (draft 2020-12), with which an editor completes and checks a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from pydantic.json_schema import models_json_schema

from exercises.catalog.aims import AIMS
from exercises.catalog.described import AROUND, OF_A_STEP, kind_described, settings_described
from exercises.catalog.shape import CoupleDefinition
from exercises.catalog.solo import CheckIn, Writing
from exercises.steps.registry import STEP_KINDS
from exercises.translate import Reader

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
SHAPES: Final = (CoupleDefinition, Writing, CheckIn)


def schema() -> dict[str, Any]:
    """Return the schema of every definition, as JSON data."""
    shapes = _shapes()
    steps = [_when({"kind": name}, f"Written_{name}") for name in STEP_KINDS]
    shapes["CoupleDefinition"]["properties"]["steps"]["items"] = _one_of("kind", STEP_KINDS) | {
        "allOf": steps
    }
    return {
        "$schema": DRAFT,
        "title": "An exercise of Counterpoint",
        **_one_of("for", ("couple", "one")),
        "allOf": [
            _when({"for": "couple"}, "CoupleDefinition"),
            {"if": _is({"for": "one"}), "then": _one_of("kind", ("check_in", "writing"))},
            _when({"for": "one", "kind": "writing"}, "Writing"),
            _when({"for": "one", "kind": "check_in"}, "CheckIn"),
        ],
        "$defs": shapes,
    }


def _shapes() -> dict[str, dict[str, Any]]:
    """Return the schemas of all shapes by their names, with descriptions."""
    _keys, found = models_json_schema([(shape, "validation") for shape in SHAPES])
    names: dict[str, dict[str, Any]] = found["$defs"]
    for one in names.values():
        if "properties" in one:
            one["additionalProperties"] = False
        _describe(one, settings_described(one.get("description", "")))
    reader = Reader.for_anybody()
    aims = "; ".join(f"{aim}: {reader.text(wish.says)}" for aim, wish in AIMS.items())
    for shape in SHAPES:
        _describe(names[shape.__name__], AROUND | {"aims": f"{AROUND['aims']}: {aims}."})
    for kind in STEP_KINDS.values():
        one = names[f"Written_{kind.name}"]
        one["description"] = kind_described(kind)
        _describe(one, OF_A_STEP | settings_described(kind.settings.__doc__ or ""))
    return names


def _one_of(name: str, values: Iterable[str]) -> dict[str, Any]:
    """Return the schema of an object that has one of these values under a name."""
    return {"type": "object", "required": [name], "properties": {name: {"enum": list(values)}}}


def _is(values: dict[str, str]) -> dict[str, Any]:
    """Return the schema of an object with these values."""
    given = {name: {"const": value} for name, value in values.items()}
    return {"required": list(values), "properties": given}


def _when(values: dict[str, str], shape: str) -> dict[str, Any]:
    """Return the schema that asks for a shape where an object has these values: so an error is told for that shape."""
    return {"if": _is(values), "then": {"$ref": f"#/$defs/{shape}"}}


def _describe(shape: dict[str, Any], said: dict[str, str]) -> None:
    """Add descriptions to the properties of a shape."""
    for name, one in shape.get("properties", {}).items():
        if name in said:
            one["description"] = said[name]
