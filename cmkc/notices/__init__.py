"""Notices: follow anything, one row per event and reader, mail at once or in digests."""
