"""How staff sign in: password, second step, devices."""
