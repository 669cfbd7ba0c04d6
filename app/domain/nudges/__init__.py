"""Reminders, to STAFF only: whose checks lapse, and where families wait and nobody may read."""
