from django.db import migrations

#: The need that stands on each step of the parcours.
NEEDS = {
    "curious": "understand",
    "proof": "try",
    "institution": "laboratory",
    "training": "train",
    "pioneer": "meet",
}


def give_needs(apps, schema_editor):
    """Gives each programme of the parcours the need of its step. Safe: it fills what is empty, and can be edited."""
    ProgrammePage = apps.get_model("programmes", "ProgrammePage")
    for stage, need in NEEDS.items():
        ProgrammePage.objects.filter(stage=stage, need="").update(need=need)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0002_needs_and_places")]

    operations = [migrations.RunPython(give_needs, migrations.RunPython.noop)]
