"""What is read of the counter, by subject."""
