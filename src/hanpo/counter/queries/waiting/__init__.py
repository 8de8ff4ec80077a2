"""Reads of waiting: the log of the tickets, what is going on now, what can be booked."""

from hanpo.counter.queries.waiting.logs import TicketLog, changes_of, logs_of

__all__ = ["TicketLog", "changes_of", "logs_of"]
