"""Forms of the rules: the grid of a table, the words of procedures and questions, publishing, files."""
