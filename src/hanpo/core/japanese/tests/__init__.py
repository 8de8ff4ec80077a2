"""Tests of the Japanese rules: the vectors of laws and notices, properties, and an oracle that walks day by day."""
