"""Signed in beforehand: the session of somebody whom no test has to type a password for."""

from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore


def signed_in(user: Any) -> str:
    session = SessionStore()
    session.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: "accounts.backends.ReaderBackend"})
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["seen"] = 2**40  # prolonged already
    session.create()
    return session.session_key
