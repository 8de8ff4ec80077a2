"""What the counter makes ready before anybody asks, by subject."""
