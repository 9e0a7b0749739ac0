"""Where a request comes from."""

from django.http import HttpRequest


def address_of(request: HttpRequest) -> str | None:
    """Return the client's address, which `TrustedProxies` has settled; None where there is none."""
    return request.META.get("REMOTE_ADDR") or None
