"""A browser of somebody who has just proved who they are, in both ways, and a passkey of their device."""

import os
import time
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connections
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from couples.accounts.models import User
from exercises.live.store import streams
from tests.long_run import IS_LONG


def signed_in(user: User) -> Client:
    """It is in the list of sign-ins, as one that was made on the sign-in page."""
    client = Client()
    client.force_login(user)
    session, now = client.session, time.time()
    session["account_authentication_methods"] = [
        {"at": now, "method": "password", "reauthenticated": True},
        *session.get("account_authentication_methods", []),
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def queries(browser: Client, path: str) -> int:
    """Return how many queries the page costs with nothing remembered; in the long run, or again, if those are more."""
    streams.memory.clear()
    return max(_queries(browser, path) for _again in range(2 if IS_LONG else 1))


def _queries(browser: Client, path: str) -> int:
    asked: list[str] = []

    def notice(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connections["default"].execute_wrapper(notice), connections["keys"].execute_wrapper(notice):
        answer = browser.get(path)
    assert answer.status_code in (200, 204), (path, answer.status_code)
    return len(asked)


def passkey() -> dict[str, Any]:
    """What a browser answers when a passkey is made."""
    key, name = (
        ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key()),
        os.urandom(16),
    )
    credential = AttestedCredentialData.create(Aaguid.NONE, name, key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(bytes(32), flags, 0, credential)
    made = CollectedClientData.create(CollectedClientData.TYPE.CREATE, bytes(32), "http://localhost")
    response = {
        "clientDataJSON": websafe_encode(made),
        "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
    }
    return {
        "id": websafe_encode(name),
        "rawId": websafe_encode(name),
        "type": "public-key",
        "response": response,
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
