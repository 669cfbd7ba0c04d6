"""What Kettle tells STAFF, by e-mail or text. A family cannot be written to from here."""
