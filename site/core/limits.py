"""How often one visitor may do something: counted for a while, under a keyed hash of where they come from."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from core.clock import now


@dataclass(frozen=True)
class Limit:
    """At most `most` times within `period`; `name` tells one limit from another.

    Kept in the cache: no table holds the address, and two at the very same moment may count as one.
    """

    name: str
    most: int
    period: timedelta

    def is_reached(self, who: str) -> bool:
        """Whether that address, of a machine or a mailbox, has had its share; never where it is unknown."""
        return bool(who) and len(self._recent(who)) >= self.most

    def count(self, who: str) -> None:
        """Writes one time down."""
        if who:
            cache.set(self._key(who), [*self._recent(who), now()], self.period.total_seconds())

    def _recent(self, who):
        return [moment for moment in cache.get(self._key(who), ()) if moment > now() - self.period]

    def _key(self, who):
        return f"limit.{self.name}.{keyed_hash(self.name, who)}"


def keyed_hash(purpose: str, address: str) -> str:
    """What stands for an address: nobody can find the address from it without the site's key."""
    return salted_hmac(f"core.limits.{purpose}", address, algorithm="sha256").hexdigest()
