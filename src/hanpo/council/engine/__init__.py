"""The council's brain: plain Python, dataclasses in and out. Each module is named for what it works out."""
