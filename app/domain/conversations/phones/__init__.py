"""Whose phone it is, which of ours speaks to it, and what happens when either changes hands."""
