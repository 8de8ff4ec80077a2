"""Drawings of the portal's pages: the prefecture's map and simple bar charts, as plain numbers for SVG."""

from hanpo.portal.engine.charts import Bar, BarChart, bar_chart
from hanpo.portal.engine.map import Marker, Spot, markers, outline_paths, project

__all__ = ["Bar", "BarChart", "Marker", "Spot", "bar_chart", "markers", "outline_paths", "project"]
