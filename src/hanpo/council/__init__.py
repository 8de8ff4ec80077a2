"""協議会 (council): what all municipalities are asked, how they come to a decision, and what they run together."""
