"""Help, reading and example pages. They are rendered without the request, so everyone gets the same bytes.

The addresses of reading pages are plain numbers, so that the browser history does not reveal their topic. A number
never changes its page.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from couples.amounts import length_text, months_text
from couples.help import directory, privacy_notice
from couples.page_decorators import READ, public_page
from couples.security_log import counts
from couples.site_context import site_context


@dataclass(frozen=True)
class Topic:
    number: int
    template: str
    title: str | Promise
    about: str | Promise

    @property
    def path(self) -> str:
        return reverse("reading_page", args=[self.number])


TOPICS: Final = (
    Topic(1, "kinds", _("Ways of depending on each other"),
          _("Feelings, reassurance, decisions, money, everyday care: each has its own balance.")),
    Topic(2, "leaning", _("Leaning on each other, and losing yourself"),
          _("What makes leaning good for two people, and when it begins to cost one of them.")),
    Topic(3, "signs", _("Signs worth noticing"),
          _("Small things that are easy to explain away, and worth a second look.")),
    Topic(4, "closeness", _("Closeness and space"),
          _("Why people differ in how much of each they want, and how to have some of both.")),
    Topic(5, "caretaking", _("Caretaking, and when a habit has taken over"),
          _("Helping so much that nobody is helped any more; drinking, drugs, gambling or a screen.")),
    Topic(6, "asking", _("Asking for help"),
          _("Who can help with what, what the first talk is like, and what you can ask for.")),
    Topic(7, "leaving", _("Leaving safely"),
          _("Devices and accounts, a plan, and what this page can and can’t do for you.")),
    Topic(8, "reflection", _("A private look at how safe this is"),
          _("Questions only for you. Nothing is sent, kept or counted.")),
)  # fmt: skip
BY_NUMBER: Final = {topic.number: topic for topic in TOPICS}

KINDS: Final = {
    "fear": _("Fear, control or violence at home"),
    "crisis": _("When it is all too much, or you think of ending your life"),
    "own_behavior": _("If you worry about how you treat your partner"),
    "lgbtq": _("For LGBTQ+ people"),
    "men": _("For men"),
    "children": _("For children, and for anyone who worries about a child"),
    "addiction": _("Drinking, drugs, gambling"),
    "counseling": _("Counseling, for one or for two"),
}


@public_page(READ)
def help_page(request: HttpRequest) -> HttpResponse:
    region = directory.here()
    return _same("couples/help.html", {
        "region": _shown(region),
        "elsewhere": [_shown(other) for other in directory.elsewhere()],
        "topics": TOPICS,
    })  # fmt: skip


@public_page(READ)
def index(request: HttpRequest) -> HttpResponse:
    return _same("couples/reading/index.html", {"topics": TOPICS})


@public_page(READ)
def reading_page(request: HttpRequest, number: int) -> HttpResponse:
    topic = BY_NUMBER.get(number)
    if topic is None:
        raise Http404
    others = [other for other in TOPICS if other is not topic]
    return _same(f"couples/reading/{topic.template}.html", {"topic": topic, "others": others})


@public_page(READ)
def example(request: HttpRequest) -> HttpResponse:
    return _same("couples/example.html", {})


@public_page(READ)
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, who reads it and how long; and what the operator of this server says, or that they said nothing."""
    notice, months = privacy_notice.here(), settings.UNUSED_ACCOUNT_MONTHS
    return _same("couples/privacy.html", {
        "notice": notice,
        "backups": length_text(notice.backups) if notice else "",
        "key_backups": length_text(notice.key_backups) if notice else "",
        "counts_kept": length_text(counts.KEPT),
        "unused": months_text(months) if months else "",
    })  # fmt: skip


def _same(template: str, content: dict[str, Any]) -> HttpResponse:
    return HttpResponse(render_to_string(template, site_context() | content))


def _shown(region: directory.Region) -> dict[str, Any]:
    """Return a region for display: services grouped by kind, each with whether it was checked recently."""
    today = timezone.now().date()
    groups = [
        {
            "title": KINDS[kind],
            "services": [
                {"service": service, "fresh": service.is_fresh(today)} for service in region.of(kind)
            ],
        }
        for kind in directory.KINDS
        if region.of(kind)
    ]
    return {"region": region, "groups": groups, "all_fresh": region.all_fresh(today)}
