"""The pages of the counter, by subject."""
