"""What bookings does: give places, take them back, call off, mark who was there."""
