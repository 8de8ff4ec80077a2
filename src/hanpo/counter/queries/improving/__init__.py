"""What is read of the changes at the counter, by subject."""
