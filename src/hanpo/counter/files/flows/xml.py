"""XML as plain data and back: what we do not speak of rides along as it was, prefixes and all.

A piece is `{"tag", "attrs", "text", "children", "tail"}` with names in full (`{namespace}name`); what is empty is left
out. Comments and processing instructions are not part of the model and are not kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

Piece = dict[str, Any]
LARGEST = 10_000_000
_XML = "http://www.w3.org/XML/1998/namespace"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class XmlRefused(ValueError):
    """The file cannot be read safely as XML."""


def read_xml(data: bytes) -> tuple[Element, dict[str, str]]:
    """The root and the prefixes with their namespaces. Raises `XmlRefused` (too large, a DTD, entities, no XML)."""
    if len(data) > LARGEST:
        raise XmlRefused
    prefixes: dict[str, str] = {}
    root: Element | None = None
    try:
        for event, found in iterparse(BytesIO(data), events=("start", "start-ns"), forbid_dtd=True):
            if event == "start-ns":
                prefixes.setdefault(*found)
            elif root is None:
                root = found
    except (ParseError, DefusedXmlException, ValueError, LookupError) as wrong:
        raise XmlRefused from wrong
    if root is None:
        raise XmlRefused
    return root, prefixes


def piece_of(element: Element) -> Piece:
    """An element and all within it as data; white space that only lays out the file is left away."""
    children = [piece_of(child) for child in element]
    text, tail = element.text or "", element.tail or ""
    said = {
        "attrs": dict(element.attrib), "children": children,
        "text": text if text.strip() or (text and not children) else "", "tail": tail if tail.strip() else "",
    }  # fmt: skip
    return {"tag": str(element.tag), **{key: value for key, value in said.items() if value}}


def write_xml(root: Piece, prefixes: Mapping[str, str]) -> bytes:
    """A document in UTF-8. Namespaces without a prefix get one; the prefixes given are declared, used or not."""
    names = {uri: prefix for prefix, uri in reversed(list(prefixes.items()))}
    declared = dict(prefixes)
    for uri in _namespaces(root):
        if uri not in names:
            names[uri] = next(f"ns{n}" for n in range(len(declared) + 1) if f"ns{n}" not in declared)
            declared[names[uri]] = uri
    inside = {uri: prefix for prefix, uri in declared.items() if prefix}
    space = "".join(f' xmlns{":" if prefix else ""}{prefix}="{_quoted(uri)}"' for prefix, uri in declared.items())
    lines = [*_lines(root, names, inside, space, 0)]
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines) + "\n").encode()


def _lines(piece: Piece, names: Mapping[str, str], inside: Mapping[str, str], space: str, depth: int) -> Iterator[str]:
    """One element a line; where text stands beside elements, all of them on one line, since there space counts."""
    head = _name(piece["tag"], names) + space
    head += "".join(f' {_attribute(key, inside)}="{_quoted(str(v))}"' for key, v in piece.get("attrs", {}).items())
    children, text = piece.get("children", ()), _escaped(piece.get("text", ""))
    indent = "  " * depth
    if not children:
        yield f"{indent}<{head}>{text}</{_name(piece['tag'], names)}>" if text else f"{indent}<{head} />"
    elif text or any(child.get("tail") for child in children):
        within = "".join(
            "".join(_lines(child, names, inside, "", 0)) + _escaped(child.get("tail", "")) for child in children
        )
        yield f"{indent}<{head}>{text}{within}</{_name(piece['tag'], names)}>"
    else:
        yield f"{indent}<{head}>"
        for child in children:
            yield from _lines(child, names, inside, "", depth + 1)
        yield f"{indent}</{_name(piece['tag'], names)}>"


def _namespaces(piece: Piece) -> Iterator[str]:
    for name in (piece["tag"], *piece.get("attrs", {})):
        uri = name[1:].partition("}")[0] if name.startswith("{") else ""
        if uri and uri != _XML:
            yield uri
    for child in piece.get("children", ()):
        yield from _namespaces(child)


def _name(tag: str, names: Mapping[str, str]) -> str:
    uri, _, local = tag.rpartition("}")
    prefix = names[uri[1:]] if uri else ""
    return f"{prefix}:{local}" if prefix else local


def _attribute(name: str, inside: Mapping[str, str]) -> str:
    """An attribute in a namespace needs a prefix; the default namespace does not reach it."""
    uri, _, local = name.rpartition("}")
    if not uri:
        return local
    return f"xml:{local}" if uri[1:] == _XML else f"{inside[uri[1:]]}:{local}"


def _escaped(text: str) -> str:
    safe = _NOT_XML.sub("", text)
    return safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _quoted(text: str) -> str:
    marks = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
    return "".join(marks.get(letter, letter) for letter in _escaped(text))
