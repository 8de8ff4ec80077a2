"""Reads of staffing: who comes when, how long they wait, what a change would do, the week's desks, days to come."""
