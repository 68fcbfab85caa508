"""The pages about people, a module for each errand. They decide nothing: the modules beside this folder do."""

from django.http import HttpRequest
from django.views.decorators.http import require_http_methods

from couples.models import User

REFUSED = 422
page = require_http_methods(["GET", "HEAD", "POST"])


class SignedIn(HttpRequest):
    """A request that passed `login_required`."""

    user: User
