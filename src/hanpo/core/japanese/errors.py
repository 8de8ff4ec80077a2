"""The one family of errors of this package: each message is Japanese and says what to do next."""


class JapaneseRuleError(ValueError):
    """Something written could not be read, or breaks a rule; the message may be shown to the person who typed it."""
