"""Whom a request comes from, behind the proxies that we know of."""

import ipaddress

from django.conf import settings

#: How much of an IPv6 address tells subscribers apart: each may use all that follows.
SUBSCRIBER_BITS = 64


def client_address(request) -> str:
    """IP address of the visitor, in its shortest form; an IPv4 address carried by IPv6 is given as IPv4.

    Each known proxy appends to `X-Forwarded-For` the address it was called from; what stands further left was
    written by the visitor and proves nothing. What is no address is passed over for the address of the
    connection. Empty where there is none, as on a socket without a proxy.
    """
    count = settings.PROXY_COUNT
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if count and len(forwarded) >= count and (address := _address(forwarded[-count])):
        return str(address)
    return str(_address(request.META.get("REMOTE_ADDR", "")) or "")


def counted_address(request) -> str | None:
    """Address under which the attempts of a visitor are counted; None where it is unknown.

    IPv6 gives a subscriber 2⁶⁴ addresses to try from: the first of them stands for all.
    """
    found = client_address(request)
    if not found:
        return None
    address = ipaddress.ip_address(found)
    if address.version == 4:
        return found
    return str(ipaddress.ip_network((address, SUBSCRIBER_BITS), strict=False).network_address)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    if address.version == 4:
        return address
    # Without the name of a network card, which is ours and not the visitor's.
    return address.ipv4_mapped or ipaddress.IPv6Address(int(address))
