"""Bookings: places of anything that can be booked, in order of arrival, with waiting list, attendance and calendar."""
