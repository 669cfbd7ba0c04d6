"""Whose trusted person is whose, and whose threads one may read now."""
