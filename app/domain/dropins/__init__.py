"""Times to talk: what hosts offer, what families book, and the reminder that they asked for."""
