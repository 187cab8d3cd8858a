"""What every page tells search engines in the words of schema.org. Nothing is stated that is not known."""

from urllib.parse import urljoin

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Site

from core.models.settings import ContactSettings


def stated(**values) -> dict:
    """The properties that have a value."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def organisation(request) -> dict:
    """The association, as pages name it; the front door tells it in full, under the same `@id`."""
    root = _root(request)
    return {
        "@type": "Organization",
        "@id": f"{root}/#organisation",
        "name": ContactSettings.for_request(request).organisation_name,
        "url": f"{root}/",
    }


def organisation_in_full(request) -> dict:
    contact = ContactSettings.for_request(request)
    address = stated(
        streetAddress=contact.street, postalCode=contact.postal_code, addressLocality=contact.city
    )
    return organisation(request) | stated(
        logo=whole_address(request, static("core/img/mark.svg")),
        sameAs=[url for _name, url in contact.social_links],
        email=contact.email,
        telephone=contact.telephone,
        address=address and {"@type": "PostalAddress", **address, "addressCountry": "FR"},
    )


def web_site(request, home_url: str) -> dict:
    """The site in one language, and how to search it (schema.org/SearchAction)."""
    publisher = organisation(request)
    search = whole_address(request, reverse("search"))
    return {
        "@type": "WebSite",
        "@id": f"{home_url}#website",
        "name": settings.WAGTAIL_SITE_NAME,
        "url": home_url,
        "inLanguage": get_language(),
        "publisher": {"@id": publisher["@id"]},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumbs(trail: list[tuple[str, str]]) -> dict:
    """The way down to a page, itself included: (title, whole address) of each step."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (name, address) in enumerate(trail, start=1)
        ],
    }


def whole_address(request, address: str) -> str:
    """The address of a file or a view, which may lack its beginning, on the site's own host."""
    return urljoin(_root(request), address)


def _root(request) -> str:
    """`https://www.example.org`, whatever host the request came by."""
    return Site.find_for_request(request).root_url
