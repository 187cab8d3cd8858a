from django.db import migrations

from core.becoming_translatable import become_translatable


class Migration(migrations.Migration):
    """What a publication lists is translated with it. Safe: only columns are added."""

    dependencies = [("publications", "0003_travelling"), ("core", "0004_translatable_people"), ("wagtailcore", "0098_apitoken")]

    operations = [
        *become_translatable(
            "publications", "bookreview", "episodechapter", "episodespeaker", "reportfile", parent="page"
        ),
    ]
