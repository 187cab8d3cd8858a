"""What kind of address something is: the site's own, another's, or none that can be asked."""

from urllib.parse import urldefrag, urlsplit

from django.conf import settings
from wagtail.models import Site


def own_hosts() -> set[str]:
    """Names under which this site is reached."""
    return {host.lower() for host in Site.objects.values_list("hostname", flat=True)} | {
        urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
    }


def own_path(url: str, hosts: set[str]) -> str | None:
    """Path within the site; None for an address of somewhere else, or none of the Web."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme in ("http", "https") and (parts.hostname or "") in hosts:
        return parts.path or "/"
    is_path = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    return parts.path if is_path else None


def foreign_address(url: str, hosts: set[str]) -> str | None:
    """The address to ask, without what a browser keeps for itself (`#…`); None where nobody can be asked."""
    try:
        parts = urlsplit(url.strip())
        is_foreign = parts.scheme in ("http", "https") and parts.hostname and parts.hostname not in hosts
        return urldefrag(url.strip()).url if is_foreign else None
    except ValueError:
        return None
