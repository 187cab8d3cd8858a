"""`manage.py demo`: from a fresh clone to a site that can be read, edited and joined."""

import sys
from dataclasses import astuple

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from core.renditions import left_to_visitors
from demo import accounts, english, fresh, ground, layout, preflight, schema, source
from demo.errors import DemoError
from demo.progress import Progress


class Command(BaseCommand):
    help = "Lay out the demonstration site, create its users and serve it. Running it again changes nothing."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--addrport", default="127.0.0.1:8000", help="where to serve, such as 127.0.0.1:8000"
        )
        parser.add_argument(
            "--fresh", action="store_true", help="start again: empties the database and the media"
        )
        parser.add_argument("--no-serve", action="store_true", help="lay the site out and stop")

    def handle(self, *args, addrport, fresh, no_serve, **options):
        try:
            host, port = self._prepare(addrport, serve=not no_serve)
            self._lay_out(port, Progress(options.get("stderr") or sys.stderr), start_again=fresh)
        except DemoError as error:
            raise CommandError(str(error)) from error
        except (DatabaseError, OSError) as error:
            raise CommandError(
                f"The demonstration was not laid out: {' '.join(str(error).split())}"
            ) from error
        except KeyboardInterrupt:
            raise CommandError("Interrupted: run it again to have the rest laid out.") from None
        self._print_addresses(f"http://{host}:{port}")
        if not no_serve:
            call_command("runserver", f"{host}:{port}", use_reloader=False)

    def _prepare(self, addrport, serve) -> tuple[str, int]:
        """Everything that can refuse, before anything is done."""
        preflight.require_permission()
        host, port = preflight.parse_addrport(addrport)
        if serve:
            preflight.require_free_port(host, port)
        preflight.require_writable_folders()
        preflight.require_database()
        return host, port

    def _lay_out(self, port, progress, start_again) -> None:
        content = source.read()
        if start_again:
            fresh.start_again()
        schema.migrate(progress)
        with left_to_visitors():
            outcome = layout.lay_out(content, port, progress)
            ground.follow_port(port)
            in_english = english.lay_out(content, progress)
        self.stdout.write(
            f"{outcome.pages} pages and {outcome.records} records laid out, "
            f"{in_english.pages} and {in_english.records} in English."
            if any((*astuple(outcome), *astuple(in_english)))
            else "The site is laid out already; nothing was changed."
        )

    def _print_addresses(self, base) -> None:
        lines = [
            "",
            f"Site           {base}/",
            f"Roadmap 2016   {base}/feuilles-de-route/2016/",
            f"Joining        {base}/adhesion/",
            f"Admin          {base}/admin/",
            "",
            "Users of the admin (for development only):",
            *(f"  {username:<12} {password}" for username, password in accounts.credentials()),
            "",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
