"""Measures the running system as ratios to bare anchors, all in one run: `make bench`, docs/performance.md."""
