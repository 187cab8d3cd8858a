"""Brings the database up to date, telling how far it is."""

from django.core.management import call_command
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class _CountedMigrate(MigrateCommand):
    """Django's own `migrate`, one step of progress a migration."""

    def __init__(self, advance):
        super().__init__()
        self.advance = advance

    def migration_progress_callback(self, action, migration=None, fake=False):
        if action == "apply_success":
            self.advance()


def migrate(progress) -> None:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    with progress.stage("Preparing the database", len(plan)):
        call_command(_CountedMigrate(progress.advance), verbosity=0, interactive=False)
