"""What is done to change the counter, by subject."""
