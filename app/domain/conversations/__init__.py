"""The thread of a family and their person, and getting each message to the phone."""
