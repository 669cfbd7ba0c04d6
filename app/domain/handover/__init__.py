"""Another person for this family: somebody leaves, and every family hears by name who comes next."""
