"""Hanpo (半歩先): the regional-DX platform of a prefecture and its municipalities."""
