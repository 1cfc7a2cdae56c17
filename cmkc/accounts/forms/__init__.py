"""The forms of accounts: each module those of one subject."""
