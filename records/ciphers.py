"""What a secret makes of a text: a cipher, a keyed digest, the fingerprint by which the secret itself is known."""

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


def given() -> tuple[str, ...]:
    """The secrets in use: the first encrypts, all decrypt, the last makes the digests."""
    return tuple(settings.PERSONAL_DATA_KEYS) or (settings.SECRET_KEY,)


@cache
def lock_of(secret: str) -> Fernet:
    """The cipher of one secret."""
    key = hashlib.sha256(b"personal data:" + secret.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


@cache
def ring_of(secrets: tuple[str, ...]) -> MultiFernet:
    """The cipher of several: the first encrypts, all decrypt."""
    return MultiFernet([lock_of(secret) for secret in secrets])


def digest_by(secret: str, text: str) -> str:
    """The keyed digest of a text, as 64 hex digits; empty of an empty text."""
    return hmac.digest(b"personal digest:" + secret.encode(), text.encode(), "sha256").hex() if text else ""


def fingerprint(secret: str) -> str:
    """64 hex digits that tell secrets apart and nothing of what they are."""
    return hmac.digest(b"personal key:" + secret.encode(), b"fingerprint", "sha256").hex()


def opened(secrets: Iterable[str], token: str) -> tuple[str, str] | None:
    """The one of these secrets that opens a cipher, and what it holds."""
    texts = ((secret, text_in(secret, token)) for secret in secrets)
    return next(((secret, text) for secret, text in texts if text is not None), None)


def text_in(secret: str, token: str) -> str | None:
    """What a cipher holds; None where it is not this secret's."""
    try:
        return lock_of(secret).decrypt(token.encode()).decode()
    except InvalidToken:
        return None


def place_of(secret: str, secrets: Sequence[str]) -> int:
    """Where a secret stands among others, counted from one."""
    return list(secrets).index(secret) + 1
