"""What the counter reads and writes as files: tables of rules, parameters, exports."""
