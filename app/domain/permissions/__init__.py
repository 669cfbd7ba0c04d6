"""What a family allows and what is safe: channel, STOP, hours."""
