"""A passkey as a browser and a device make and use one, with a real signature and without either."""

from __future__ import annotations

import hashlib
import json
import os
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

RP_ID, ORIGIN = "testserver", "http://testserver"
FLAGS = AuthenticatorData.FLAG
PRESENT = FLAGS.UP | FLAGS.UV


class Passkey:
    def __init__(self) -> None:
        self.key, self.id, self.user = ec.generate_private_key(ec.SECP256R1()), os.urandom(16), ""

    def is_set_up(self, client: Client) -> Any:
        """Fill in the page that adds it, which must have been proved again before."""
        page = client.get("/account/passkeys/add/")
        options = page.context["js_data"]["creation_options"]["publicKey"]
        self.user = options["user"]["id"]
        credential = AttestedCredentialData.create(
            b"\0" * 16, self.id, ES256.from_cryptography_key(self.key.public_key())
        )
        data = AuthenticatorData.create(_rp(), PRESENT | FLAGS.AT, 0, credential)
        response = {
            "clientDataJSON": _client_data("webauthn.create", options["challenge"]),
            "attestationObject": websafe_encode(bytes(AttestationObject.create("none", data, {}))),
        }
        more = {"clientExtensionResults": {"credProps": {"rk": True}}}
        return client.post(
            "/account/passkeys/add/",
            {
                "name": "mine",
                "passwordless": "on",
                "credential": json.dumps(self._as_credential(response) | more),
            },
        )

    def signs_in(self, client: Client) -> Any:
        asked = client.get("/account/login/passkey/", headers={"x-requested-with": "XMLHttpRequest"})
        challenge = asked.json()["request_options"]["publicKey"]["challenge"]
        return client.post("/account/login/passkey/", {"credential": json.dumps(self._used(challenge))})

    def _used(self, challenge: str) -> dict[str, Any]:
        said = _client_data("webauthn.get", challenge)
        data = bytes(AuthenticatorData.create(_rp(), PRESENT, 1))
        signed = data + hashlib.sha256(websafe_decode(said)).digest()
        response = {
            "clientDataJSON": said,
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
            "userHandle": self.user,
        }
        return self._as_credential(response) | {"clientExtensionResults": {}}

    def _as_credential(self, response: dict[str, str]) -> dict[str, Any]:
        own = websafe_encode(self.id)
        return {"id": own, "rawId": own, "type": "public-key", "response": response}


def _rp() -> bytes:
    return hashlib.sha256(RP_ID.encode()).digest()


def _client_data(kind: str, challenge: str) -> str:
    return websafe_encode(json.dumps({"type": kind, "challenge": challenge, "origin": ORIGIN}).encode())
