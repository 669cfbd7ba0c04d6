"""Knows when things happen, never what happens. Each job calls one action."""
