"""Reads of what comes with Hanpo and is nobody's row: limits, amounts of benefits, translations (`seeds`)."""
