"""Tests of what notices does."""
