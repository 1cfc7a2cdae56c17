"""Claims to a sector wait at the desk; those that wait already get their items."""

from typing import Any

from django.db import migrations, models


def put_claims(apps: Any, _schema_editor: Any) -> None:
    """Open an item for each request that nobody has decided on."""
    requests = apps.get_model("accounts", "SectorRequest").objects.filter(closed_at=None)
    items = apps.get_model("moderation", "ReviewItem").objects
    items.bulk_create(
        items.model(
            kind="sector", key=str(asked.pk), reason="claim", reasons=["claim"], priority=20, author_id=asked.user_id,
            opened_at=asked.created_at,
        )
        for asked in requests.order_by("pk")
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_sector_decision_taken_back"), ("moderation", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="reviewitem",
            name="reason",
            field=models.CharField(
                choices=[
                    ("safety", "danger to patients or workers"),
                    ("compliance", "against the precompetitive rules"),
                    ("personal-data", "personal data of somebody"),
                    ("harassment", "attacks somebody"),
                    ("wrong", "wrong or misleading"),
                    ("spam", "advertising or spam"),
                    ("off-topic", "in the wrong place"),
                    ("other", "something else"),
                    ("first", "first contribution"),
                    ("proposal", "proposal to decide on"),
                    ("claim", "claim to verify"),
                    ("guard", "noticed by the guard"),
                    ("changed", "changed after a decision"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunPython(put_claims, migrations.RunPython.noop),
    ]
