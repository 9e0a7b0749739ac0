"""What an office takes of several that are as good: its own order, its own wording."""

from hashlib import sha256


def own_place(office: str, key: str) -> int:
    """Return a number for a key that another office hardly shares; `office` is a code."""
    return int.from_bytes(sha256(f"{office}/{key}".encode()).digest()[:4], "big")
