"""A host's diary: the week, offering times, finding one for a family, and what becomes of them."""
