"""The pages on which the counter is changed, by subject."""
