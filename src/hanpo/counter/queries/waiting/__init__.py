"""Reads of waiting: the log of the tickets, what is going on now, what can be booked."""

from hanpo.counter.queries.waiting.hall import Hall, LineNow, hall_of, name_of
from hanpo.counter.queries.waiting.logs import TicketLog, logs_of

__all__ = ["Hall", "LineNow", "TicketLog", "hall_of", "logs_of", "name_of"]
