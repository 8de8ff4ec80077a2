"""Drawings of the portal's pages (the prefecture's map, simple bar charts) as plain numbers for SVG; names of
devices.
"""

from hanpo.portal.engine.charts import Bar, BarChart, bar_chart
from hanpo.portal.engine.devices import browser_and_device
from hanpo.portal.engine.map import Marker, Spot, markers, outline_paths, project

__all__ = [
    "Bar",
    "BarChart",
    "Marker",
    "Spot",
    "bar_chart",
    "browser_and_device",
    "markers",
    "outline_paths",
    "project",
]
