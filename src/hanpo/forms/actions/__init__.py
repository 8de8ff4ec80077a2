"""Writes of the forms: drafts, published versions, responses, and the end of keeping them."""
