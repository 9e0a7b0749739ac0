"""What a secret makes of a text: a cipher, a keyed digest; and the fingerprint of the secret itself."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Sequence
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class WrongKeysError(Exception):
    """The given keys are not those of the database; its sentences say what is wrong and what to do."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("".join(sentences))
        self.sentences = list(sentences)


def secrets_in_use() -> tuple[str, ...]:
    """Return the secrets in use: the first encrypts, all decrypt, the last makes the digests."""
    return tuple(settings.PERSONAL_DATA_KEYS) or (settings.SECRET_KEY,)


@cache
def lock_of(secret: str) -> Fernet:
    """Return the cipher of one secret."""
    key = hashlib.sha256(b"personal data:" + secret.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


@cache
def ring_of(secrets: tuple[str, ...]) -> MultiFernet:
    """Return the cipher of several secrets: the first encrypts, all decrypt."""
    return MultiFernet([lock_of(secret) for secret in secrets])


def digest_by(secret: str, text: str) -> str:
    """Return the keyed digest of a text, as 64 hex digits; empty of an empty text."""
    if not text:
        return ""
    return hmac.digest(b"personal digest:" + secret.encode(), text.encode(), "sha256").hex()


def fingerprint(secret: str) -> str:
    """Return 64 hex digits that tell secrets apart and nothing of what they are."""
    return hmac.digest(b"personal key:" + secret.encode(), b"fingerprint", "sha256").hex()


def open_by(secrets: Iterable[str], token: str) -> tuple[str, str] | None:
    """Find the one of these secrets that opens a cipher; return it and what the cipher holds."""
    for secret in secrets:
        text = text_in(secret, token)
        if text is not None:
            return secret, text
    return None


def text_in(secret: str, token: str) -> str | None:
    """Return what a cipher holds; None where it is not this secret's."""
    try:
        return lock_of(secret).decrypt(token.encode()).decode()
    except InvalidToken:
        return None


def place_of(secret: str, secrets: Sequence[str]) -> int:
    """Return where a secret stands among others, counted from one."""
    return list(secrets).index(secret) + 1


given = secrets_in_use  # the name that a migration knows it by
