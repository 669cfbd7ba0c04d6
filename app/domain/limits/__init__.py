"""How often anything may be tried, and how many texts Kettle may send by itself in a day."""
