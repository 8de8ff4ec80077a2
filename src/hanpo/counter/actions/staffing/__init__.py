"""Writes of staffing: plans of weeks, trials."""
