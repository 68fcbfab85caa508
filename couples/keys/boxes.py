"""Sealing to a public key: whoever seals cannot open it again, only who has the secret can.

Ephemeral X25519, HKDF-SHA256 and AES-256-GCM, as in HPKE. The key pair is derived from a secret of 32 bytes, so that
only the public half has to be stored.
"""

from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from couples.keys.data_keys import KEY_BYTES, NONCE_BYTES, TAG_BYTES, CannotOpen

PUBLIC_BYTES: Final = 32
OVERHEAD: Final = PUBLIC_BYTES + TAG_BYTES
"""Bytes by which a box is longer than what is in it."""
NONCE: Final = bytes(NONCE_BYTES)
"""Always the same, because each key is used once."""


def derived(secret: bytes, purpose: str, salt: bytes | None = None) -> bytes:
    """Return 32 bytes for this purpose, from which the secret cannot be found."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=salt, info=f"counterpoint {purpose}".encode()).derive(secret)


def public_of(secret: bytes) -> bytes:
    """Return the public key to which a box is sealed that this secret opens."""
    return _private(secret).public_key().public_bytes_raw()


def seal(public: bytes, plaintext: bytes, context: bytes) -> bytes:
    """Return a box, bound to `context`: an ephemeral public key | AES-256-GCM. It is longer by OVERHEAD."""
    ephemeral = X25519PrivateKey.generate()
    head = ephemeral.public_key().public_bytes_raw()
    key = _key(ephemeral.exchange(X25519PublicKey.from_public_bytes(public)), head, public)
    return head + AESGCM(key).encrypt(NONCE, plaintext, context)


def unseal(secret: bytes, box: bytes, context: bytes) -> bytes:
    """Return what is in the box. Raises CannotOpen for another secret, another context, or changed bytes."""
    head, private = box[:PUBLIC_BYTES], _private(secret)
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(head))
        key = _key(shared, head, private.public_key().public_bytes_raw())
        return AESGCM(key).decrypt(NONCE, box[PUBLIC_BYTES:], context)
    except (InvalidTag, ValueError):
        raise CannotOpen("another secret, another context, or changed bytes") from None


def _private(secret: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(derived(secret, "key pair"))


def _key(shared: bytes, head: bytes, public: bytes) -> bytes:
    return derived(shared, "box", salt=head + public)
