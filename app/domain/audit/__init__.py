"""What happened and who did it. Only ever added to."""
