"""Covers allauth's rows that decide about a person: the second factors, and the addresses that codes are mailed to."""

from allauth.account.managers import EmailAddressManager
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator, AuthenticatorManager

from couples.facts.covered import cover_foreign
from couples.facts.kinds import Kind


def cover() -> None:
    """Cover both models. Allauth saves and deletes row by row, or through a manager; a test reads its source."""
    factors = Kind(Authenticator, "user_id", ("id", "type", "data", "created_at"))
    addresses = Kind(EmailAddress, "user_id", ("id", "email", "verified", "primary"))
    cover_foreign(factors, AuthenticatorManager)
    cover_foreign(addresses, EmailAddressManager)
