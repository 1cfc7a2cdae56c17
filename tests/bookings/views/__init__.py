"""Tests of the pages of bookings."""
