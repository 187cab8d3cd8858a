from django.db import migrations

import blog.models.words


class Migration(migrations.Migration):
    """Words of commitments in the language of a translated roadmap. Safe: only a column is added."""

    dependencies = [("blog", "0007_translatable_parts")]

    operations = [
        migrations.AddField(
            "roadmappage",
            "commitment_words",
            blog.models.words.CommitmentWordsField(
                blank=True, default=dict, verbose_name="words of commitments"
            ),
        ),
    ]
