"""What was brought is dated as people remember it: a year, a month or a day."""

from django.db import migrations
from django.db.models import Value

from terreau.core.partial_dates import PartialDateField


def forget_what_is_no_day(apps, schema_editor) -> None:
    """Going back, what is not known to the day has no day any more."""
    rows = apps.get_model("experiments", "Contribution").objects
    rows.exclude(delivered_on__regex=r"^\d{4}-\d\d-\d\d$").update(delivered_on=Value(None))


class Migration(migrations.Migration):
    dependencies = [("experiments", "0001_initial")]

    operations = [
        migrations.AlterField(
            "contribution",
            "delivered_on",
            PartialDateField(blank=True, null=True, verbose_name="apportée le"),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_what_is_no_day),
        migrations.AlterField(
            "contribution",
            "delivered_on",
            PartialDateField(blank=True, verbose_name="apportée le"),
        ),
    ]
