"""Organisations, the people who work there, families and their phones. Knows nothing of messages."""
