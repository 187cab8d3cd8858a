"""What leaves the site, at ten items and at five hundred: queries, time and weight of each address.

Run by hand, on a database that may be thrown away:

    DATA_DIR=/tmp/bench DJANGO_SETTINGS_MODULE=config.settings.test uv run python -m tests.bench.leaving
"""

import datetime
import statistics
import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

SIZES = (10, 500)
VISITS = 7
ADDRESSES = (
    "/agenda/",
    "/agenda/liste/",
    "/agenda/2016/02/",
    "/agenda/agenda.ics",
    "/agenda/calendriers/programme.ics",
    "/publications/",
    "/publications/serie/",
    "/publications/serie/rss/",
    "/publications/collection/",
    "/publications/references.bib",
    "/publications/references.ris",
    "/publications/references.json",
    "/programmes/programme/rss/",
    "/rss/",
    "/atom/",
)


def main() -> None:
    database = Path(settings.DATA_DIR) / "leaving.sqlite3"
    database.unlink(missing_ok=True)
    settings.DATABASES["default"]["NAME"] = database
    settings.ALLOWED_HOSTS = ["*"]
    settings.PINNED_TODAY = datetime.date(2016, 1, 11)
    django.setup()
    call_command("migrate", verbosity=0)
    lay = _ground()
    laid, measured = 0, []
    for size in SIZES:
        lay(range(laid, size))
        laid = size
        measured.append([_visit(address) for address in ADDRESSES])
    sys.stdout.write(f"{'':34}{'queries':>12}{'milliseconds':>16}{'times':>7}{'kB':>12}\n")
    for address, few, many in zip(ADDRESSES, *measured, strict=True):
        sys.stdout.write(
            f"{address:34}{few[0]:>6}{many[0]:>6}{few[1]:>8.0f}{many[1]:>8.0f}"
            f"{many[1] / few[1]:>7.1f}{few[2]:>6.0f}{many[2]:>6.0f}\n"
        )


def _ground():
    """Lays the indexes; what comes back lays the items of those numbers."""
    from wagtail.models import Locale, Page, Site

    from tests import factories as make

    root = Page.objects.get(depth=1)
    root.get_children().delete()
    root.refresh_from_db()
    home = make.HomePageFactory(parent=root, locale=Locale.objects.get_or_create(language_code="fr")[0])
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    agenda = make.AgendaPageFactory(parent=home, slug="agenda")
    programmes = make.ProgrammeIndexPageFactory(parent=home, slug="programmes")
    programme = make.ProgrammePageFactory(parent=programmes, slug="programme")
    publications = make.PublicationIndexPageFactory(parent=home, slug="publications")
    series = make.VideoSeriesPageFactory(parent=publications, slug="serie")
    collection = make.CollectionPageFactory(parent=publications, slug="collection")

    def lay(numbers):
        for number in numbers:
            day = datetime.datetime(2016, 1, 12, 17, tzinfo=datetime.UTC) + datetime.timedelta(
                days=number * 7 % 60
            )
            make.EventPageFactory(parent=agenda, starts_at=day, programme=programme)
            out = {
                "programme": programme,
                "published_on": datetime.date(2016, 1, 10) - datetime.timedelta(days=number),
                "body": [("paragraph", f"<p>{'Ce que nous apprenons est à tout le monde. ' * 40}</p>")],
            }
            make.EpisodePageFactory(parent=series, number=number + 1, **out)
            make.BookPageFactory(parent=collection, **out)
            make.ReportPageFactory(parent=publications, **out)

    return lay


def _visit(address: str) -> tuple[int, float, float]:
    """(queries, milliseconds, kilobytes) of a visit, once everything is warm; the time is a median."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST="localhost")
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        weight = len(client.get(address).content)
    # Before the next request forgets them.
    number = len(queries)
    times = []
    for _visit_number in range(VISITS):
        start = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - start)
    return number, statistics.median(times) * 1000, weight / 1000


if __name__ == "__main__":
    main()
