"""Benchmarks: ratios side by side in one run, results in docs/performances.md."""
