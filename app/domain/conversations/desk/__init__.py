"""What lies on a desk: the thread, the family beside it, and a copy for the record. Only reads."""
