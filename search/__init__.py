"""One search over everything: sources, projection, engines, worker, result page."""
