"""A passkey in software: made, and used at a challenge, as a browser and a device do. Knows no test."""

import base64
import hashlib
import json
import os

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

HOST = "testserver"
ORIGIN = f"http://{HOST}"
RP = hashlib.sha256(HOST.encode()).digest()
PRESENT_AND_VERIFIED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class SoftKey:
    """`prf`: the secret that it gives for private pages, or empty for one that can't."""

    def __init__(self, user, name="My passkey", gives_secret=True):
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(16)
        self.prf = os.urandom(32) if gives_secret else b""
        public = ES256.from_cryptography_key(self.private.public_key())
        of_key = AttestedCredentialData.create(bytes(16), self.id, public)
        made = AuthenticatorData.create(RP, PRESENT_AND_VERIFIED | AuthenticatorData.FLAG.AT, 0, of_key)
        credential = {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "response": {
                "clientDataJSON": websafe_encode(
                    CollectedClientData.create("webauthn.create", bytes(16), ORIGIN)
                ),
                "attestationObject": websafe_encode(AttestationObject.create("none", made, {})),
            },
            "clientExtensionResults": {},
        }
        data = {"name": name, "credential": credential}
        self.row = Authenticator.objects.create(user=user, type="webauthn", data=data)

    def used_at(self, client, path, **more):
        """Ask the page for a challenge, and send what the passkey answers."""
        asked = client.post(path).json()["options"]["publicKey"]
        return client.post(path, self.answer_to(asked["challenge"]) | more)

    def answer_to(self, challenge):
        signed = AuthenticatorData.create(RP, PRESENT_AND_VERIFIED, 1)
        seen = CollectedClientData.create("webauthn.get", challenge, ORIGIN)
        signature = self.private.sign(bytes(signed) + hashlib.sha256(seen).digest(), ec.ECDSA(SHA256()))
        credential = {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "response": {
                "clientDataJSON": websafe_encode(seen),
                "authenticatorData": websafe_encode(signed),
                "signature": websafe_encode(signature),
                "userHandle": None,
            },
            "clientExtensionResults": {},
        }
        return {"credential": json.dumps(credential), "prf": base64.b64encode(self.prf).decode()}
