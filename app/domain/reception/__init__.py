"""What came in: stored first, then understood, then handed to whoever it is for."""
