"""Pages of interviews and guides: for residents without signing in, and for clerks."""
