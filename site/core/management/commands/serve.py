from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from granian import Granian
from granian.constants import HTTPModes, Interfaces, RuntimeModes


class Command(BaseCommand):
    help = "Serves the site with granian: as many workers and threads as the settings say."

    def add_arguments(self, parser):
        parser.add_argument("--bind", default="127.0.0.1:8000", help="address:port (127.0.0.1:8000)")

    def handle(self, *args, bind, **options):
        address, _colon, port = bind.rpartition(":")
        if not address or not port.isdigit():
            raise CommandError(f"{bind} is not an address and a port, as 127.0.0.1:8000 is.")
        Granian(
            "config.wsgi:application",
            address=address.strip("[]"),
            port=int(port),
            interface=Interfaces.WSGI,
            workers=settings.SERVER_WORKERS,
            blocking_threads=settings.SERVER_BLOCKING_THREADS,
            # What gives pages out fastest; the proxy in front speaks no other protocol.
            http=HTTPModes.http1,
            runtime_mode=RuntimeModes.mt,
            runtime_threads=2,
            respawn_failed_workers=True,
            websockets=False,
        ).serve()
