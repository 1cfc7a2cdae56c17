"""Mechanisms that every other app uses, each once."""
