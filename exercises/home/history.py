"""The list of a couple's sessions, with what one may read again. Only while the two are a couple."""

from __future__ import annotations

from typing import Final

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from couples.page_decorators import READ
from couples.pairing.partner_page import OfCouple, partner_page
from exercises.home import sessions

SESSIONS_ON_A_PAGE: Final = 20


@partner_page(READ)
def earlier_sessions(request: OfCouple) -> HttpResponse:
    """Show the sessions, the latest first, some on each page. An unknown page is the nearest that there is."""
    pages = Paginator(sessions.of_couple(request.couple), SESSIONS_ON_A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    lines = sessions.lines_of(shown.object_list)
    return render(request, "exercises/earlier_sessions.html", {"lines": lines, "pages": shown})
