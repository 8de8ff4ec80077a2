"""Pages of staffing, by subject."""
