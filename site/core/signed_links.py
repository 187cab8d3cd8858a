"""Parts of an address that only the site can make: they stand for a log-in, for a while."""

from datetime import timedelta

from django.core import signing

# Addresses of pages take no dot, and signers take no hyphen for a separator.
_SEPARATOR = "."
_SEPARATOR_IN_ADDRESS = "-"


class LinkSigner:
    """Signs what an address shows, with the moment; a signature opens nothing of another `purpose`."""

    def __init__(self, purpose: str, lifetime: timedelta):
        self._signer = signing.TimestampSigner(salt=purpose, sep=_SEPARATOR)
        self._lifetime = lifetime

    def signature(self, signed: str) -> str:
        """For an address: letters, digits, hyphens and underscores."""
        whole = self._signer.sign(signed).removeprefix(signed + _SEPARATOR)
        return whole.replace(_SEPARATOR, _SEPARATOR_IN_ADDRESS)

    def is_valid(self, signed: str, signature: str) -> bool:
        """Whether the site made that signature for it, and not too long ago."""
        if _SEPARATOR in signature:
            return False
        parts = signature.replace(_SEPARATOR_IN_ADDRESS, _SEPARATOR, 1)
        try:
            self._signer.unsign(f"{signed}{_SEPARATOR}{parts}", max_age=self._lifetime)
        except signing.BadSignature:
            return False
        return True
