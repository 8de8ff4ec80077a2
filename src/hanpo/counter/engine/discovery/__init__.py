"""What a log of events says about the work: who follows whom, in which variants, with which waits and hand-offs."""

from hanpo.counter.engine.discovery.asking import Answer, AskRefused, Few, ask
from hanpo.counter.engine.discovery.charting import chart_of
from hanpo.counter.engine.discovery.events import Columns, Event, RowFault, Rows, read_events
from hanpo.counter.engine.discovery.hiding import K
from hanpo.counter.engine.discovery.reading import Crossing, Discovered, Follows, Step, Variant, discover

__all__ = [
    "Answer", "AskRefused", "Columns", "Crossing", "Discovered", "Event", "Few", "Follows", "K", "RowFault", "Rows",
    "Step", "Variant", "ask", "chart_of", "discover", "read_events",
]  # fmt: skip
