"""Looks for links that lead nowhere and films that are gone; to be run every night."""

from django.core.management.base import BaseCommand

from desk.care import external, internal
from desk.care.addresses import own_hosts
from desk.care.asking import Asker, Pace, open_session
from desk.care.finding import reconcile
from desk.care.holdings import holdings
from desk.care.models import Kind


class Command(BaseCommand):
    help = (
        "Checks the links of published pages: those within the site all at once, each address outside at "
        "most once a week, one request a second to each host. Run again, it goes on where it stopped."
    )

    #: Who asks other sites, for whoever calls this from code.
    stealth_options = ("asker",)

    def add_arguments(self, parser):
        parser.add_argument(
            "--limit",
            type=int,
            default=500,
            help="addresses outside to ask for (default: 500); those of a host are asked for together",
        )

    def handle(self, *, limit, verbosity, asker=None, **options):
        hosts, held = own_hosts(), list(holdings())
        reconcile(Kind.INTERNAL, internal.sightings(held, hosts))
        places = external.by_address(held, hosts)
        external.remember(places)
        asked = external.ask(external.take(limit), asker or Asker(open_session(), Pace()))
        for kind, sightings in external.sightings(places).items():
            reconcile(kind, sightings)
        if verbosity:
            self.stdout.write(f"Addresses asked for: {asked}, of {len(places)} that the site leads to")
