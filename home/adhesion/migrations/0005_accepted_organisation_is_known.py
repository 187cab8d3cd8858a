"""Safe: 0004 has given every accepted request its organisation. Apart from it, as PostgreSQL wants."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("adhesion", "0004_members_of_before")]

    operations = [
        migrations.AddConstraint(
            model_name='adhesionrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'accepted'), _negated=True), ('organisation__isnull', False), _connector='OR'), name='accepted_organisation_is_known'),
        ),
    ]
