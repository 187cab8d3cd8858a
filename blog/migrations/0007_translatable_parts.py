import modelcluster.fields
from django.db import migrations

from core.becoming_translatable import become_translatable


class Migration(migrations.Migration):
    """What a roadmap lists is translated with it. Safe: only columns are added."""

    dependencies = [("blog", "0006_remarked_budget_lines"), ("core", "0004_translatable_people"), ("wagtailcore", "0098_apitoken")]

    operations = [
        *become_translatable("blog", "roadmappriority", "budgetline", parent="page"),
        migrations.AlterField(
            "postpage",
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
