"""How full the buckets of the rate limits are, where no cache is shared by all processes."""

from django.db import models


class Bucket(models.Model):
    """One bucket of one reader: full again at `full_at`, and thrown away then.

    `key` is a keyed hash of the limit's name and the reader: no address and no account stands here.
    """

    key = models.CharField(max_length=40, primary_key=True)
    full_at = models.FloatField(db_index=True)  # seconds since 1970: added and compared within one statement

    def __str__(self) -> str:
        return self.key
