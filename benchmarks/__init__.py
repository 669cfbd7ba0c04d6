"""What `make bench` runs: speed and size beside the machine's own limit. Must never fail because of a figure."""
