"""A family's own way in, without a password: the private link, the page it opens, and their word."""
