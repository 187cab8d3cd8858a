"""Migration of models that have rows already and become translatable."""

import uuid

from django.db import migrations, models
from django.db.models.deletion import PROTECT
from wagtail.models import BootstrapLocaleField, BootstrapTranslationKeyField


def become_translatable(app_label: str, *model_names: str, parent: str | None = None) -> list:
    """Operations that give each model its language and the key that it shares with its translations.

    Safe: only columns are added. A row of a page (`parent` is the name of its key) is in the language of that
    page; any other is in the first language of the site. Each is its own original: a translation finds its
    rows again the next time that it is brought up to date.
    """

    def name_languages(apps, schema_editor):
        locales = apps.get_model("wagtailcore", "Locale").objects
        for name in model_names:
            rows = apps.get_model(app_label, name).objects.all()
            locale_of = {}
            if parent:
                locale_of = dict(rows.values_list("pk", f"{parent}__locale_id"))
            elif rows.exists():
                first = locales.get(language_code="fr").pk
                locale_of = dict.fromkeys(rows.values_list("pk", flat=True), first)
            for row in rows:
                row.locale_id, row.translation_key = locale_of[row.pk], uuid.uuid4()
                row.save(update_fields=["locale_id", "translation_key"])
        if schema_editor.connection.vendor == "postgresql":
            # The table is altered next: the keys just written are checked before, not at the end.
            schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    operations = [
        bootstrap(f"{app_label}.{name}")
        for name in model_names
        for bootstrap in (BootstrapLocaleField, BootstrapTranslationKeyField)
    ]
    operations.append(migrations.RunPython(name_languages, migrations.RunPython.noop))
    for name in model_names:
        operations += [
            migrations.AlterField(
                name,
                "locale",
                models.ForeignKey(
                    editable=False,
                    on_delete=PROTECT,
                    related_name="+",
                    to="wagtailcore.locale",
                    verbose_name="locale",
                ),
            ),
            migrations.AlterField(
                name, "translation_key", models.UUIDField(default=uuid.uuid4, editable=False)
            ),
            migrations.AlterUniqueTogether(name, {("translation_key", "locale")}),
        ]
    return operations
