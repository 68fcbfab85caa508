"""The list of time zones is what Django renders, only faster."""

import pytest
from django import forms
from django.test.html import parse_html

from couples.meetings import zones
from couples.meetings.forms import ZoneSelect

ATTRS = {"id": "id_zone", "required": True, "aria-describedby": "hint"}


@pytest.mark.parametrize(
    "value", ["UTC", "Europe/Berlin", "America/Port-au-Prince", "Nowhere", None, '"><b>']
)
def test_it_is_the_select_that_django_renders(value):
    selects = [widget(choices=zones.choices()) for widget in (forms.Select, ZoneSelect)]
    django, ours = (select.render("zone", value, ATTRS) for select in selects)
    assert parse_html(ours) == parse_html(django)
    assert ours.count(" selected") == (value in dict(zones.choices()))
