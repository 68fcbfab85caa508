"""For the pages of a counselor's list: what it calls each scope."""

from django import template

from exercises.counselor.caseload.words import short

register = template.Library()
register.filter(short)
