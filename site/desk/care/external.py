"""Addresses outside of the site: which are due, who asks, and what their answers mean.

Each is asked once a week; one that does not answer as it should is asked again the next day, and counts as
dead once it failed on two different days: an outage passes. Two runs at once never ask for the same address,
nor the same host: a run takes the addresses of a host, all together, by moving their turn on.
"""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, zip_longest
from urllib.parse import urlsplit

from django.utils import timezone

from core.embeds import card_url

from .addresses import foreign_address
from .asking import Answer, Asker
from .finding import Sighting
from .holdings import ADDRESS, Holding
from .models import Address, Kind, fingerprint

AGAIN = datetime.timedelta(days=7)
SOON = datetime.timedelta(hours=20)
#: Longer than any run: who dies on the way leaves its addresses to the next one.
TAKEN_FOR = datetime.timedelta(hours=6)


def by_address(holdings: Iterable[Holding], hosts: set[str]) -> dict[str, list[Holding]]:
    """Where each address of another site stands."""
    found = defaultdict(list)
    for holding in holdings:
        url = foreign_address(holding.target, hosts) if holding.kind == ADDRESS else None
        if url:
            found[url].append(holding)
    return found


def remember(urls: Iterable[str]) -> None:
    """Know these addresses and no other."""
    wanted = {fingerprint(url): url for url in urls}
    known = set(Address.objects.values_list("fingerprint", flat=True))
    for keys in _batches(sorted(known - wanted.keys())):
        Address.objects.filter(fingerprint__in=keys).delete()
    new = [
        Address(
            url=url,
            fingerprint=key,
            host=(urlsplit(url).hostname or "")[:255],
            is_film=card_url(url) is not None,
        )
        for key, url in wanted.items()
        if key not in known
    ]
    Address.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)


def _batches(keys: list[str], size: int = 500) -> Iterator[list[str]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))


def take(limit: int) -> list[Address]:
    """Some of those that are due, one host after another in turn, so that nobody waits for one host."""
    token, now = uuid.uuid4(), timezone.now()
    due = Address.objects.filter(next_check__lte=now)
    taken = 0
    for host in list(due.order_by("next_check", "pk").values_list("host", flat=True).distinct()):
        if taken >= limit:
            break
        taken += due.filter(host=host).update(taken_by=token, next_check=now + TAKEN_FOR)
    by_host = defaultdict(list)
    for address in Address.objects.filter(taken_by=token).order_by("pk"):
        by_host[address.host].append(address)
    rounds = chain.from_iterable(zip_longest(*by_host.values()))
    return [address for address in rounds if address is not None]


def ask(addresses: list[Address], asker: Asker) -> int:
    """Asks for each, and writes down each answer as it comes; how many were asked."""
    resting: dict[str, datetime.datetime] = {}
    asked = 0
    for address in addresses:
        if address.host in resting:
            _put_back(address, resting[address.host])
            continue
        answer = asker.film(card_url(address.url)) if address.is_film else asker.page(address.url)
        asked += 1
        if answer.rest_until:
            resting[address.host] = answer.rest_until
            _put_back(address, answer.rest_until)
        else:
            _note(address, answer)
    return asked


def _put_back(address: Address, until: datetime.datetime) -> None:
    address.next_check, address.taken_by = until, None
    address.save(update_fields=["next_check", "taken_by"])


def _note(address: Address, answer: Answer) -> None:
    now, today = timezone.now(), timezone.localdate()
    address.checked_at, address.taken_by = now, None
    address.reason, address.moved_to = answer.reason, answer.moved_to
    if answer.reason:
        address.failing_since = address.failing_since or today
        address.is_dead = address.is_dead or address.failing_since < today
    else:
        address.failing_since, address.is_dead = None, False
    address.next_check = now + (SOON if answer.reason and not address.is_dead else AGAIN)
    address.save(
        update_fields=[
            "checked_at",
            "taken_by",
            "reason",
            "moved_to",
            "failing_since",
            "is_dead",
            "next_check",
        ]
    )


def sightings(places: dict[str, list[Holding]]) -> dict[Kind, list[Sighting]]:
    """What is known of the addresses that stand on the site, asked this time or before."""
    found = {kind: [] for kind in (Kind.EXTERNAL, Kind.EMBED, Kind.MOVED)}
    telling = Address.objects.filter(is_dead=True) | Address.objects.exclude(moved_to="")
    for address in telling:
        if address.url not in places:
            continue
        kind = Kind.MOVED if not address.is_dead else Kind.EMBED if address.is_film else Kind.EXTERNAL
        found[kind].append(
            Sighting(
                subject=address.url,
                reason=address.reason if address.is_dead else "",
                moved_to=address.moved_to,
                since=address.checked_at,
                places=places[address.url],
            )
        )
    return found
