"""Whom a request comes from, behind the proxies that we know of."""

from django.conf import settings


def client_address(request) -> str:
    """IP address of the visitor.

    Each known proxy appends to `X-Forwarded-For` the address it was called from; what stands further left was
    written by the visitor and proves nothing. Empty where the server listens on a socket.
    """
    count = settings.PROXY_COUNT
    if count:
        forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(forwarded) >= count and forwarded[-count]:
            return forwarded[-count]
    return request.META.get("REMOTE_ADDR", "")
