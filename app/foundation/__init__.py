"""The ground that everything stands on. Nothing in here knows a family, a message or a page."""
