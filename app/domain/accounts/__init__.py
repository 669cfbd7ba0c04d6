"""How staff sign in and how a family's private link works."""
