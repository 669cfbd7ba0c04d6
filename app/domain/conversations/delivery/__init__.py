"""From the outbox to the phone, and what is known of each text on its way."""
