"""Where a request comes from, as allauth sees it behind the proxies that the operator trusts. It stores nothing."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    return str(get_adapter().get_client_ip(request))
