"""What people type: settings of forms, items, conditions, and the answers themselves."""
