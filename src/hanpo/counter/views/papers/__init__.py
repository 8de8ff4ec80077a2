"""Pages of application forms: for residents by their address, for clerks, and the forms that a municipality uses."""
