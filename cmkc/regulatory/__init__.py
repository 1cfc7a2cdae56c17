"""The regulatory comparison: what each regulator asks, with source, date and confidence."""
