"""Requests accepted before memberships were records: each gets its organisation and its membership.

Safe: it only adds rows, one organisation a SIRET (a request without one gets its own, for staff to merge by
hand), one membership an organisation and year; what it wrote is taken back with the tables by going backwards.
"""

from django.db import migrations


def make_members(apps, schema_editor):
    request_model = apps.get_model("adhesion", "AdhesionRequest")
    organisation_model = apps.get_model("adhesion", "Organisation")
    membership_model = apps.get_model("adhesion", "Membership")
    for request in request_model.objects.filter(state="accepted", organisation=None).order_by("pk"):
        organisation = request.siret and organisation_model.objects.filter(siret=request.siret).first()
        if not organisation:
            organisation = organisation_model.objects.create(
                name=request.organisation_name,
                category=request.organisation_category,
                country=request.country,
                siret=request.siret,
                foreign_identifier=request.foreign_identifier,
                address=request.address,
            )
        request.organisation = organisation
        request.save(update_fields=["organisation"])
        membership_model.objects.get_or_create(
            organisation=organisation, year=request.year, defaults={"request": request}
        )


class Migration(migrations.Migration):
    dependencies = [("adhesion", "0003_case_files")]

    operations = [migrations.RunPython(make_members, migrations.RunPython.noop)]
