"""Text limits: one unit everywhere, nothing is cut in silence, and what nobody sees is not filled in."""

import re
from inspect import getsource
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import engines

from couples import written
from couples.accounts.names import NameField
from couples.counseling.forms import Profile
from exercises.core import blank
from exercises.core.fields import Text
from exercises.core.refusals import Wrong
from exercises.core.text import say
from exercises.counselor.assignments.forms import Assign

ROOT = Path(settings.BASE_DIR)
FAMILY = "👨‍👩‍👧‍👦"
INVISIBLE = [
    *("\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u061c", "\u202e", "\u2066\u2069", "\u180e"),
    *(
        "\u3164",
        "\u115f\u1160",
        "\uffa0",
        "\u2800",
        "\u0301",
        "\ufe0f",
        "\U000e0061",
        "\u034f",
        "\u00a0",
        "\u3000",
    ),
]
SEEN = ["a", "字", "é", "e\u0301", FAMILY, "…", "1", "\U0001fae8", "ש\u05b8", "क\u094d\u200dष", "\u200eא"]


def text(**more):
    return Text(name="words", label=say("Words"), **more)


def test_both_say_the_same_about_every_sign():
    assert (blank.INVISIBLE, blank.SEEN) == (written.INVISIBLE, written.SEEN)
    assert getsource(blank.is_blank) == getsource(written.is_blank)


@pytest.mark.parametrize("nothing", INVISIBLE, ids=ascii)
def test_what_nobody_sees_is_not_filled_in(nothing):
    with pytest.raises(Wrong) as refused:
        text().clean(nothing * 3)
    assert refused.value.why == text().missing()
    assert text(required=False).clean(nothing) is None
    for field in (written.Words(max_length=9), Profile.base_fields["confidences"], NameField()):
        with pytest.raises(forms.ValidationError):
            field.clean(nothing)
    assert written.Words(required=False).clean(f" {nothing}\n") == ""


@pytest.mark.parametrize("seen", SEEN, ids=ascii)
def test_what_people_see_is_filled_in_and_stays_as_it_is(seen):
    assert text().clean(f" {seen}\n") == seen
    assert written.Words().clean(f" {seen}\n") == seen


@pytest.mark.parametrize("sign", ["a", "😀", "字", "e\u0301", FAMILY], ids=ascii)
def test_the_limit_is_the_same_in_code_points_and_what_is_over_it_is_refused_whole(sign):
    most = 5 * len(sign)
    assert text(max_length=most).clean(sign * 5) == written.Words(max_length=most).clean(sign * 5) == sign * 5
    with pytest.raises(Wrong) as refused:
        text(max_length=most).clean(sign * 6)
    assert dict(refused.value.why.params) == {"limit": most}
    with pytest.raises(forms.ValidationError, match=f"longer than {most} characters"):
        written.Words(max_length=most).clean(sign * 6)


def test_no_page_lets_the_browser_cut_what_is_pasted():
    """Neither templates nor Django's forms, whose limits become a number to count against."""
    files = [
        path
        for folder in ("templates", "exercises")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".html", ".jinja")
    ]
    assert [path.name for path in files if re.search(r"\bmaxlength=", path.read_text())] == []

    class Every(forms.Form):
        words = written.Words(max_length=7)
        plain = forms.CharField(max_length=8)
        long = forms.CharField(max_length=9, widget=forms.Textarea)

    shown = str(Every())
    assert "maxlength" not in shown
    assert [f'data-most="{most}"' in shown for most in (7, 8, 9)] == [True] * 3


@pytest.mark.django_db
@pytest.mark.parametrize("form", [Assign, Profile])
def test_beside_each_field_of_words_stands_how_much_is_left(form):
    made = form()
    page = engines["django"].from_string('{% include "couples/_fields.html" %}').render({"form": made})
    limited = [name for name, field in made.fields.items() if getattr(field, "max_length", None)]
    assert limited
    assert page.count("data-left") == len(limited)
