"""Pages of the rules: the procedures, the grid of a table, the proof, what a change changes, publishing, files."""
