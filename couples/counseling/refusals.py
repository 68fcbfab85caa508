"""Sentences of refusals that more than one act of linking gives."""

from typing import Final

from django.utils.translation import gettext_lazy as _

LINK_OVER: Final = _("This link isn’t open any more.")
