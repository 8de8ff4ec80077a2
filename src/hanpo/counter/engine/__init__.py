"""The counter's brain: plain Python, dataclasses in and out. Each part is a package named for what it works out."""

__all__: list[str] = []
