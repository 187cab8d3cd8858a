import modelcluster.fields
from django.db import migrations

from core.becoming_translatable import become_translatable


class Migration(migrations.Migration):
    """What a programme lists is translated with it. Safe: only columns are added."""

    dependencies = [("programmes", "0003_needs_of_steps"), ("core", "0004_translatable_people"), ("wagtailcore", "0098_apitoken")]

    operations = [
        *become_translatable("programmes", "programmelink", "programmepartner", parent="page"),
        migrations.AlterField(
            "programmepage",
            "themes",
            modelcluster.fields.ParentalManyToManyField(
                blank=True,
                limit_choices_to={"locale__language_code": "fr"},
                related_name="+",
                to="core.theme",
                verbose_name="themes",
            ),
        ),
    ]
