"""What the counter stores, by subject."""
