"""Every page that each of the others can ask for, with every id there is in the address. Changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any, Final
from uuid import UUID

from django.contrib import admin
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from couples.counseling import links, scopes
from couples.counseling.models import Counseling
from couples.meetings.models import Meeting
from exercises import catalog
from exercises.counselor.asking.models import AskedFor
from exercises.counselor.assignments.models import Assignment
from exercises.counselor.brief.pages import FILES
from exercises.counselor.notes.files import SECTIONS
from exercises.counselor.notes.models import CounselorNote
from exercises.counselor.programmes import templates
from exercises.counselor.programmes.models import Programme, ProgrammeTemplate
from exercises.counselor.to_one import lists
from exercises.counselor.to_one.pages import VOICES
from exercises.private import store
from tests.faults.canaries.planting import EVERY, contents
from tests.faults.canaries.world import World

VARIABLE: Final = re.compile(r"<(?:\w+:)?(\w+)>")
MAKES_SOMEBODY_ELSE: Final = ("/exit/", "/account/logout/", "/demo/")
"""Whoever asks for these is not who they were."""


def routes(patterns: Any = None, before: str = "") -> Iterator[str]:
    for one in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, route) if one.app_name != "admin" else ()
        elif isinstance(one, URLPattern):
            yield "/" + route


def known(world: World) -> dict[str, list[Any]]:
    """What there is for each variable of an address."""
    kept, link_ids = contents(world), [world.link.pk, world.other_link.pk]
    tokens = [links.token_of(link) for link in Counseling.objects.all()]
    return {
        "session_id": world.sessions,
        "link_id": list(Counseling.objects.values_list("pk", flat=True)),
        "counseling_id": link_ids,
        "meeting_id": list(Meeting.objects.values_list("pk", flat=True)),
        "assignment_id": list(Assignment.objects.values_list("pk", flat=True)),
        "programme_id": list(Programme.objects.values_list("pk", flat=True)),
        "template_id": list(ProgrammeTemplate.objects.values_list("pk", flat=True)),
        "item_id": [one.id for each in templates.all_of(world.people["casey"]) for one in each.items],
        "asked_id": list(AskedFor.objects.values_list("pk", flat=True)),
        "entry_id": [kept[name][-1]["id"] for name in store.SECTIONS],
        "address": [one.address for one in catalog.writings()],
        "slug": [*EVERY],
        "step": [1],
        "number": [1, 2],
        "pk": [1],
        "name": ["alex"],
        "kind": [*FILES],
        "scope": [scope.value for scope in scopes.SCOPES],
        "token": tokens,
        "section": [*SECTIONS],
        "page_id": list(CounselorNote.objects.values_list("page", flat=True).distinct()),
        "voice": [*VOICES],
        "handout_id": [one.id for given in lists.all_of(world.people["casey"].pk) for one in given.given],
        "change_id": [UUID(int=1)],
    }


def addresses(world: World) -> list[str]:
    values, found = known(world), []
    for route in routes():
        names = VARIABLE.findall(route)
        for given in product(*(values[name] for name in names)):
            filled = iter(given)
            found.append(VARIABLE.sub(lambda _match, filled=filled: str(next(filled)), route))  # type: ignore[misc]
    return [address for address in found if not address.startswith(MAKES_SOMEBODY_ELSE)]


def as_read_by(world: World, name: str) -> str:
    """All pages, with where they lead."""
    client, read = world.browser(name), []
    for address in addresses(world):
        answer = client.get(address)
        assert answer.status_code < 500, (name, address)
        read.append(f"{answer.status_code} {answer.headers}\n{text_of(answer)}")
    return "\n".join(read)


def text_of(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(body.decode("utf-8", "replace"))


def exported(world: World, name: str) -> str:
    """As a page and as data, with all that is private ticked; but Alex's own as it comes by itself."""
    client, ticked = world.browser(name, proved=True), {} if name == "alex" else {"private": "yes"}
    answers = [client.post("/data/download/", {"form": form, **ticked}) for form in ("page", "data")]
    assert all("attachment" in answer.headers["Content-Disposition"] for answer in answers)
    return "\n".join(map(text_of, answers))


def administered(world: World) -> str:
    """Every page of the admin about every row, and its history."""
    client, read = world.browser("olive"), [Client().get("/admin/login/")]
    for model, about in admin.site._registry.items():
        here = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        rows = about.get_queryset(read[0].wsgi_request).values_list("pk", flat=True)
        read.append(client.get(here))
        read += [client.get(f"{here}{row}/{page}/") for row in rows for page in ("change", "history")]
    read += [client.get("/admin/")]
    assert all(answer.status_code == 200 for answer in read[1:])
    return "\n".join(map(text_of, read))


def searched(world: World) -> str:
    """Those words for which the admin's search finds somebody."""
    request, found = world.browser("olive").get("/admin/").wsgi_request, []
    for about in admin.site._registry.values():
        if about.search_fields:
            for words in [*world.canaries.planted, world.alex.email]:
                rows, _many = about.get_search_results(request, about.get_queryset(request), words)
                found += [words] if rows.exists() else []
    return "\n".join(found)


def exported_by_the_operator(world: World, folder: Any) -> str:
    for ending in ("html", "json"):
        call_command("export_person", world.alex.email, file=folder / f"alex.{ending}", verbosity=0)
    return "\n".join((folder / f"alex.{ending}").read_text() for ending in ("html", "json"))
