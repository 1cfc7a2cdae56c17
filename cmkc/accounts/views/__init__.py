"""The pages of accounts: each module those of one subject."""
