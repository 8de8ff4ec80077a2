"""The files that the council makes and reads."""
