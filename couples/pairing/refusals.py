"""Refusal texts shared by several modules of pairing."""

from typing import Final

from django.utils.translation import gettext_lazy as _

ALREADY_PAIRED: Final = _("You already have a partner here.")
IS_COUNSELOR: Final = _("You are signed in as a counselor. A partner needs an account of their own.")
ANSWER_OVER: Final = _("This answer no longer applies, so nothing has started.")
INVITATION_OVER: Final = _("This invitation is no longer open. You can ask for a new one.")
OWN_INVITATION_OVER: Final = _("This invitation is no longer open. You can make a new one.")
