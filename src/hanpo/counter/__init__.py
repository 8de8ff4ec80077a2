"""The counter (窓口): procedures, deadlines, benefits, forms, tickets, and what makes the counter better."""
