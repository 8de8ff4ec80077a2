"""What people enter in the council."""
