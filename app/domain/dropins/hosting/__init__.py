"""What a host does with their own times, and who is in the room. Nothing here writes to a family: whoever has a time
that cannot be kept hears it from a person (`dropins.actions`)."""
