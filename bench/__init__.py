"""Benchmarks: the real server on a scratch database, measured beside an empty Django view in the same run."""
