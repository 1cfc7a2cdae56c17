"""What accounts writes: each module the writes of one subject."""
