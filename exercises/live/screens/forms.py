"""Turn an offer of the core into a form, for templates and as JSON. It does not know what any command means."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from exercises.core.fields import SKIPPED, Choice, Choices, Field, Hidden, Rating
from exercises.core.offer import Offer
from exercises.core.text import Say
from exercises.translate import Reader

Values = Mapping[str, Any]


def described(offer: Offer, visit: int, reader: Reader) -> dict[str, Any]:
    """Return the command as the JSON protocol describes it."""
    return {
        "name": offer.name,
        "scope": offer.scope,
        "visit": visit,
        "private": offer.private,
        "label": reader.text(offer.label),
        "fields": [_described_field(field, reader, offer.initial.get(field.name)) for field in offer.fields],
    }


def _described_field(field: Field, reader: Reader, initial: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"name": field.name, "type": field.type, **field.limits()}
    if isinstance(field, Choice | Choices):
        found["choices"] = [{"value": one.value, "label": reader.text(one.label)} for one in field.choices]
    found |= {"required": field.required, "label": reader.text(field.label)}
    if field.hint:
        found["hint"] = reader.text(field.hint)
    return found if initial is None else found | {"initial": initial}


def shown(
    offer: Offer, visit: int, reader: Reader, values: Values, errors: Mapping[str, str]
) -> dict[str, Any]:
    """Return the form as a template needs it. `values`: what this person typed before; `errors`: by field name."""
    kind = offer.scope, offer.style, offer.private, offer.while_paused
    if _is_button(offer):
        return _button(offer.name, visit, reader.text(offer.label), *kind)
    fields = _shown_fields(offer, _id(offer.name, offer.scope), reader, values, errors)
    pages = [
        {
            "title": reader.text(group.title),
            "intro": reader.text(group.intro) if group.intro else "",
            "fields": [field for field in fields if field["group"] == group.key],
        }
        for group in offer.groups
    ]
    return _button(offer.name, visit, "", *kind) | {
        "label": reader.text(offer.label),
        "about": reader.text(offer.about) if offer.about else "",
        "pages": pages,
        "fields": [] if pages else fields,
        "saves": any(field["type"] != "hidden" for field in fields),
        "wrong": [field for field in fields if field["error"]],
    }


def _is_button(offer: Offer) -> bool:
    """Return whether it is only a button, with a label of ours that names nobody."""
    return (
        not offer.fields and offer.about is None and isinstance(offer.label, Say) and not offer.label.params
    )


def _id(name: str, scope: str) -> str:
    return f"command-{name}" if scope == "room" else f"form-{name}"


@lru_cache(maxsize=4096)
def _button(
    name: str, visit: int, label: str, scope: str, style: str, private: bool, while_paused: bool
) -> dict[str, Any]:
    """Return a form that is only its button; always the same one, for a screen has half a dozen and changes none."""
    return {
        "id": _id(name, scope),
        "name": name,
        "visit": visit,
        "label": label,
        "about": "",
        "style": style,
        "private": private,
        "while_paused": while_paused or scope == "room",
        "pages": [],
        "fields": [],
        "saves": False,
        "wrong": [],
        "refused": "",
    }


def _shown_fields(
    offer: Offer, form: str, reader: Reader, values: Values, errors: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the fields of the form; `typed` tells what this person typed from what stood there at first."""
    given = {**offer.initial, **values}
    shown = ((one, _shown_field(one, form, reader, given, errors)) for one in offer.fields)
    return [found | {"typed": one.name in values} for one, found in shown]


def _shown_field(
    field: Field, form: str, reader: Reader, values: Values, errors: Mapping[str, str]
) -> dict[str, Any]:
    value = field.value if isinstance(field, Hidden) else values.get(field.name, "")
    picked = value if isinstance(value, list | tuple) else [value]
    return {
        "id": f"{form}-{field.name.replace('.', '-')}",
        "name": field.name,
        "type": field.type,
        "group": field.group,
        "label": reader.text(field.label),
        "hint": reader.text(field.hint) if field.hint else "",
        "examples": [reader.text(one) for one in field.examples],
        "required": field.required,
        "value": value,
        "error": errors.get(field.name, ""),
        "options": _options(field, reader, picked),
        "limits": field.limits(),
        "short": getattr(field, "max_length", 0) <= 160,
    }


def _options(field: Field, reader: Reader, picked: list[Any] | tuple[Any, ...]) -> list[dict[str, Any]]:
    options: list[dict[str, Any]] = []
    if isinstance(field, Rating):
        steps = range(field.min, field.max + 1)
        words = {index: reader.text(anchor) for index, anchor in zip(steps, field.anchors, strict=False)}
        options = [
            {"value": str(step), "label": words.get(step) or str(step), "also": False} for step in steps
        ]
        options += [{"value": one, "label": reader.text(SKIPPED[one]), "also": True} for one in field.also]
    elif isinstance(field, Choice | Choices):
        options = [
            {
                "value": one.value,
                "label": reader.text(one.label),
                "hint": reader.text(one.hint) if one.hint else "",
            }
            for one in field.choices
        ]
    for option in options:
        option["picked"] = option["value"] in picked
    return options
