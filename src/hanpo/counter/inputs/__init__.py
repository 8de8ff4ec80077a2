"""What people type at the counter, by subject."""
