from django.db import migrations
from django.utils import timezone


def write_down_first_states(apps, schema_editor):
    """Gives every commitment the first line of its history: the state in which it stands.

    Safe: it only adds rows, and only to commitments that have none.
    """
    Commitment = apps.get_model("blog", "Commitment")
    StateChange = apps.get_model("blog", "StateChange")
    today = timezone.localdate()
    StateChange.objects.bulk_create(
        StateChange(
            commitment=commitment,
            state=commitment.state,
            on=commitment.state_since or commitment.roadmap.published_on or today,
            reason=commitment.state_reason,
        )
        for commitment in Commitment.objects.filter(changes=None).select_related("roadmap")
    )


class Migration(migrations.Migration):
    dependencies = [("blog", "0004_state_changes")]

    operations = [migrations.RunPython(write_down_first_states, migrations.RunPython.noop)]
