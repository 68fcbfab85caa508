"""What a counselor's pages cost with many couples: queries, and milliseconds in the server, on each database.

`--pages` of the benchmark runs this in a process of its own, on empty databases: python -m benchmarks.pages COUPLES
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any

import django

from tests.servers import ROOT

TIMES = 9


def measured(couples: int, env: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a line for each page: its name, queries and median milliseconds, with so many couples."""
    command = [sys.executable, "-m", "benchmarks.pages", str(couples)]
    ran = subprocess.run(command, cwd=ROOT, env=os.environ | env, stdout=subprocess.PIPE, check=True)
    found: list[dict[str, Any]] = json.loads(ran.stdout)
    return found


def as_text(name: str, couples: int, lines: list[dict[str, Any]]) -> str:
    """Return a table of these lines."""
    rows = [f"{one['page']:<28}{one['first']:>8}{one['queries']:>9}{one['ms']:>8.1f}" for one in lines]
    return "\n".join(
        [f"{name}, {couples} couples", f"{'page':<28}{'first':>8}{'queries':>9}{'ms':>8}", *rows]
    )


def _made(couples: int) -> tuple[Any, list[Any]]:
    """Make a counselor who has used her second factor, and her couples. Return her browser and the links."""
    from allauth.mfa.models import Authenticator
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import override_settings, setup_test_environment

    from couples import demo
    from couples.accounts.factors import Used
    from exercises import demo_caseload

    for database in ("default", "keys"):
        call_command("migrate", database=database, verbosity=0)
    casey = demo.make_people()["casey"]
    factor = Authenticator.objects.create(user=casey, type=Authenticator.Type.TOTP, data={})
    links = demo_caseload.make(couples)
    setup_test_environment()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nothing is collected here
    override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}).enable()
    browser = Client()
    browser.force_login(casey)
    session = browser.session
    used = {"method": "mfa", "at": time.time(), **Used.of(factor)._asdict()}
    session["account_authentication_methods"] = [used]
    session["account_authentication_methods_user"] = str(casey.pk)
    session.save()
    return browser, links


def _pages(browser: Any, links: list[Any]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield the name, address and headers of each page. The couple is one of the middle."""
    from django.urls import reverse

    home = reverse("counselor_home")
    shown = browser.get(home).content.decode().partition('data-shown="')[2].partition('"')[0]
    link = links[len(links) // 2]
    yield "the list", home, {}
    yield "the list, next page", f"{home}?page=2", {}
    yield "what needs attention", f"{home}?only=attention", {}
    yield "a search", f"{home}?words=an", {}
    yield "ended links", f"{home}?only=ended", {}
    yield "the list, still", reverse("caseload_still"), {"X-Shown": shown}
    yield "a couple", reverse("counselor_couple", args=[link]), {}
    yield "a couple, still", reverse("counselor_couple_still", args=[link]), {"X-Shown": ""}


def _line(browser: Any, name: str, path: str, headers: dict[str, str]) -> dict[str, Any]:
    asked = [_asked(browser, path, headers) for _ in range(TIMES + 1)]
    first, later = asked[0], asked[1:]
    return {
        "page": name,
        "first": first[0],
        "queries": max(queries for queries, _ms in later),
        "ms": round(statistics.median(ms for _queries, ms in later), 1),
    }


def _asked(browser: Any, path: str, headers: dict[str, str]) -> tuple[int, float]:
    """Return how many queries the page costs, and how many milliseconds."""
    from django.db import connections

    asked = 0

    def count(execute: Any, sql: str, *more: Any) -> Any:
        nonlocal asked
        asked += sql.startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))
        return execute(sql, *more)

    with connections["default"].execute_wrapper(count), connections["keys"].execute_wrapper(count):
        began = time.perf_counter()
        answer = browser.get(path, headers=headers)
        ms = (time.perf_counter() - began) * 1000
    if answer.status_code not in (200, 204):
        raise SystemExit(f"{path}: {answer.status_code}")
    return asked, ms


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    browser, links = _made(int(sys.argv[1]))
    print(json.dumps([_line(browser, *page) for page in list(_pages(browser, links))]))
