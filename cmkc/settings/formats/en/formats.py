"""English: the day first, as everywhere outside the United States."""

DATE_FORMAT = "j F Y"
