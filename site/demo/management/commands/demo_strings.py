"""`manage.py demo_strings`: the PO files of the English, brought up to date with the French laid here."""

from django.core.management.base import BaseCommand, CommandError

from demo import source
from demo.errors import GoneError
from demo.register import Register
from demo.wording import Glossary, by_file, wordings


class Command(BaseCommand):
    help = (
        "Bring the English of the demonstration up to date with its French, as laid by `manage.py demo`: "
        "new strings are added empty, those that are gone dropped, and what is left to do is told. "
        "Names add files: /programmes/la-transfo/ for a page, theme for a kind of record."
    )

    def add_arguments(self, parser):
        parser.add_argument("names", nargs="*", help="addresses of pages, or kinds of records")

    def handle(self, *args, names, **options):
        content, register = source.read(), Register()
        files = {
            path: items
            for path, items in by_file(content).items()
            if (_is_named(items[0], names) if names else path.exists())
        }
        if not files:
            raise CommandError("Nothing in the demonstration is called so.")
        for path, items in files.items():
            glossary = Glossary(path)
            try:
                found = [(item, wordings(item.model.objects.get(pk=register.pk(item.key)))) for item in items]
            except (KeyError, GoneError) as error:
                raise CommandError(f"{error} is not laid: start with manage.py demo --fresh.") from error
            glossary.follow(found)
            glossary.save()
            problems = glossary.problems()
            done = len(glossary.entries) - sum(not entry.msgstr for entry in glossary.entries)
            self.stdout.write(f"{path.name}: {done}/{len(glossary.entries)}")
            for problem in problems if done else ():
                self.stdout.write(f"  {problem}")


def _is_named(item, names) -> bool:
    kind, _colon, key = item.key.partition(":")
    return (key if kind == "page" else kind) in names
