"""Reading what is booked: whose times one looks after, their days, and the times that cannot be kept as they stand."""
