"""Text-search configurations that ignore accents (PostgreSQL; elsewhere nothing is done).

`unaccent` is a trusted extension: the owner of the database may create it (PostgreSQL 13 and later).
"""

from django.db import migrations

# Words whose letters may carry accents, in the terms of PostgreSQL's parser.
WORDS = "hword, hword_part, word, numhword, hword_numpart, numword"
CONFIGURATIONS = [("french_unaccent", "french", "french_stem"), ("english_unaccent", "english", "english_stem")]


def create(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
    for name, source, dictionary in [*CONFIGURATIONS, ("simple_unaccent", "simple", "simple")]:
        schema_editor.execute(f"DROP TEXT SEARCH CONFIGURATION IF EXISTS {name}")
        schema_editor.execute(f"CREATE TEXT SEARCH CONFIGURATION {name} (COPY = {source})")
        schema_editor.execute(
            f"ALTER TEXT SEARCH CONFIGURATION {name} ALTER MAPPING FOR {WORDS} WITH unaccent, {dictionary}"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name in ("french_unaccent", "english_unaccent", "simple_unaccent"):
        schema_editor.execute(f"DROP TEXT SEARCH CONFIGURATION IF EXISTS {name}")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(create, drop)]
