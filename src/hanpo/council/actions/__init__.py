"""What is done in the council. Every deed ends in one entry of the audit record."""
