"""Pages of the forms: the list and the editor, and the face in which every form is filled in."""
