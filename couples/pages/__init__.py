"""The pages about people, a module for each errand. They decide nothing: the modules beside this folder do."""

from django.http import HttpRequest

from couples.models import Couple, User

REFUSED = 422


class SignedIn(HttpRequest):
    """A request that passed `decorators.page`."""

    user: User


class OfCouple(SignedIn):
    """A request that passed `decorators.partner_page`."""

    couple: Couple
