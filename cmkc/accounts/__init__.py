"""Accounts: people, organisations, sign-in, verified sectors, API keys and everyone's own data."""
