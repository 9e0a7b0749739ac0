"""By which keys a database was written, told without the keys."""

import hmac
from collections.abc import Iterable

from django.conf import settings


def of_key(secret: str) -> str:
    return hmac.digest(b"key fingerprint:" + secret.encode(), b"dangjian", "sha256").hex()[:16]


def given() -> list[str]:
    """Those of the keys in the environment, in their order."""
    return [of_key(secret) for secret in settings.PERSONAL_DATA_KEYS or [settings.SECRET_KEY]]


def of_database(using: str) -> list[str]:
    return given()


def missing(wanted: Iterable[str]) -> list[str]:
    return [fingerprint for fingerprint in wanted if fingerprint not in given()]
