"""What is done at the counter, by subject."""
