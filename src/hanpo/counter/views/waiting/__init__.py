"""Pages of waiting: for clerks, for visitors, for screens on the wall."""
