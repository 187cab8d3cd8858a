"""Erases the people of requests whose day has come; to be run every day."""

from django.core.management.base import BaseCommand
from django.db import transaction

from core.typography import written_date
from home.adhesion import purge


class Command(BaseCommand):
    help = (
        "Warns the team two weeks ahead, then erases personal data that need not be kept any longer: of "
        "requests, of fee calls after ten years, of old traces, log-in attempts and sessions."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done, and change nothing"
        )

    def handle(self, *, dry_run, verbosity, **options):
        with transaction.atomic():
            plan = purge.plan()
            transaction.set_rollback(dry_run)
        if not dry_run:
            purge.carry_out(plan)
        if verbosity:
            self._report(plan, done=not dry_run)

    def _report(self, plan, *, done):
        if not done:
            self.stdout.write("Dry run: nothing is changed.")
        if plan.dated:
            self.stdout.write(f"Closed requests {'' if done else 'to be '}given a date: {plan.dated}")
        self._list("Announced" if done else "To announce", plan.to_announce)
        self._list("Erased" if done else "To erase", plan.requests)
        self._count("Fee calls emptied" if done else "Fee calls to empty", plan.fee_calls)
        for label, number in (
            ("Traces of filings", plan.traces),
            ("Log-in attempts", plan.accesses),
            ("Sessions that are over", plan.sessions),
            ("Mails of no request that left", plan.mails),
        ):
            self.stdout.write(f"{label} {'deleted' if done else 'to delete'}: {number}")
        if plan.to_announce and not purge.team_addresses():
            self.stderr.write("Nobody can be warned, so these are not erased: set ADHESION_TEAM_EMAILS.")

    def _count(self, label, records):
        self.stdout.write(f"{label}: {len(records)}")

    def _list(self, label, requests):
        self._count(label, requests)
        for request in requests:
            self.stdout.write(f"  {request}  {written_date(request.purge_on)}")
