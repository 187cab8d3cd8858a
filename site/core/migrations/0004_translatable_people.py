from django.db import migrations, models

from core.becoming_translatable import become_translatable


class Migration(migrations.Migration):
    """People say what they do in each language, and a territory its note. Safe: only columns are added."""

    dependencies = [("core", "0003_lexicon_and_codes"), ("wagtailcore", "0098_apitoken")]

    operations = [
        *become_translatable("core", "person"),
        migrations.AlterField(
            "person",
            "slug",
            models.SlugField(max_length=120, verbose_name="slug"),
        ),
        migrations.AddConstraint(
            "person",
            models.UniqueConstraint(fields=("locale", "slug"), name="unique_person_slug"),
        ),
        migrations.AddField(
            "territory",
            "note_in_english",
            models.CharField(blank=True, max_length=200, verbose_name="note in English"),
        ),
    ]
