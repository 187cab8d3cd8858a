"""The site that a request came for, with what it says of itself, in the query that finds the site anyway."""

from django.db.models import Q
from django.http.request import split_domain_port
from wagtail.models import Site

from core.models.settings import ContactSettings
from core.prepared import prepared


def know_site(request) -> None:
    """Puts the site and its `ContactSettings` where Wagtail looks for them before it asks."""
    hostname = split_domain_port(request.get_host())[0]
    sites = _sites(hostname=hostname)
    request._wagtail_site = site = _best(sites, hostname, request.get_port())
    # A site of which nobody said anything yet gets its settings from Wagtail, which makes them.
    if contact := getattr(site, "contactsettings", None):
        setattr(request, ContactSettings.get_cache_attr_name(), contact)


@prepared
def _sites(*, hostname):
    sites = Site.objects.order_by().filter(Q(hostname=hostname) | Q(is_default_site=True))
    return sites.select_related("root_page", "contactsettings__sharing_image")


def _best(sites: list[Site], hostname: str, port: str) -> Site | None:
    """As Wagtail chooses: name and port, else the default so called, the only one so called, the default."""
    named = [site for site in sites if site.hostname == hostname]
    choices = [
        *(site for site in named if str(site.port) == port),
        *(site for site in named if site.is_default_site),
        *(named if len(named) == 1 else ()),
        *(site for site in sites if site.is_default_site),
    ]
    return choices[0] if choices else None
