"""Tests of what bookings does."""
