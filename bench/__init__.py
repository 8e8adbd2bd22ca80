"""Benchmarks: the site beside a hello-world view and the bare SQL transaction (``make bench``)."""
