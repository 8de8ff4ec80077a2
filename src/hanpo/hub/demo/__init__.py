"""The Hyogo demo of the hub: the programme, its six projects as of 2024-08-29, and an ordinary life since.

Facts up to 2024-08-29 come from public documents, in our own words; what happened later is made up to show
how the pages are used. Nobody in it is a real person.
"""

from hanpo.hub.demo.load import load_demo

__all__ = ["load_demo"]
