"""Leases, job runs: who ticks, and what ran when."""
