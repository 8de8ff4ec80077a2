"""What people type to change the counter, by subject."""
