"""Published HTML → a tree that `house.typ` draws: a list of texts and of {"k": kind, "c": children, …}.

Only sanitised fragments come here. An element that papers do not know gives its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

from app.papers.letters import isolated

Node = str | dict[str, Any]

_BLOCKS = {"p": "p", "ul": "ul", "ol": "ol", "li": "li", "blockquote": "quote", "section": "section", "div": "section"}
_TABLES = {"table": "table", "tr": "tr", "td": "cell", "th": "cell"}
_INLINE = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "sup": "sup", "sub": "sub", "del": "del"}
_SEEN_THROUGH = frozenset({"thead", "tbody", "tfoot", "caption"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BLOCK_KINDS = frozenset({*_BLOCKS.values(), *_TABLES.values(), "h", "hr"})


def tree(html: str) -> list[Node]:
    """The fragment as data. Raises nothing: what is not closed ends with its parent."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return _tidy(builder.root)


def words(nodes: Iterable[Node]) -> str:
    """All text of a tree, blocks parted by a space."""
    found = "".join(
        x if isinstance(x, str) else f" {words(x['c'])} " if x["k"] in _BLOCK_KINDS or x["k"] == "br" else words(x["c"])
        for x in nodes
    )
    return _SPACE.sub(" ", found).strip()


def levelled(nodes: Iterable[Node], above: int) -> list[Node]:
    """Headings in order, none more than a step below the one before it; the first at most one below `above`.

    Readers of the screen walk headings by level, and PDF/UA allows no gap.
    """
    last = above

    def settle(node: Node) -> Node:
        nonlocal last
        if isinstance(node, str):
            return node
        if node["k"] == "h":
            last = max(above + 1, min(node["n"], last + 1))
            node = node | {"n": last}
        return node | {"c": [settle(x) for x in node["c"]]}

    return [settle(node) for node in nodes]


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: list[Node] = []
        self.open: list[tuple[str, dict[str, Any]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _node(tag, {key: value or "" for key, value in attrs})
        if node is None:
            return
        self._here().append(node)
        if tag not in ("br", "hr", "img"):
            self.open.append((tag, node))

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._here().append(_SPACE.sub(" ", data))

    def _here(self) -> list[Node]:
        return self.open[-1][1]["c"] if self.open else self.root


def _node(tag: str, attributes: dict[str, str]) -> dict[str, Any] | None:
    node: dict[str, Any] = {"k": "", "c": []}
    if tag in _SEEN_THROUGH:
        return None
    if tag in _HEADINGS:
        node |= {"k": "h", "n": _HEADINGS[tag]}
    elif tag in ("br", "hr"):
        node["k"] = tag
    elif tag == "img":
        node |= {"k": "em", "c": [attributes.get("alt", "")]}
    elif tag == "bdi":
        node["k"] = attributes.get("dir") if attributes.get("dir") in ("ltr", "rtl") else "auto"
    elif tag == "a":
        node |= {"k": "a", "href": attributes.get("href", "")}
    else:
        node["k"] = _BLOCKS.get(tag) or _TABLES.get(tag) or _INLINE.get(tag) or "span"
    if tag == "ol" and attributes.get("start", "").isdigit():
        node["n"] = int(attributes["start"])
    if tag == "th":
        node["head"] = True
    if attributes.get("lang"):
        node["lang"] = attributes["lang"]
    return node


def _tidy(nodes: list[Node]) -> list[Node]:
    """Without the white space between blocks; numbers isolated; links shown as their text, with a foreign address."""
    has_blocks = any(not isinstance(x, str) and x["k"] in _BLOCK_KINDS for x in nodes)
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            if node.strip() or not has_blocks:
                found.append(isolated(node))
        elif node["k"] in ("ltr", "rtl"):
            found.append(node | {"c": [words(node["c"])]})
        elif node["k"] == "a":
            found.extend(_link(node))
        else:
            found.append(node | {"c": _tidy(node["c"])})
    return found


def _link(node: dict[str, Any]) -> list[Node]:
    """An address on the web is printed behind the text, unless it is the text."""
    inner = _tidy(node["c"])
    address = re.sub(r"^(https?://|mailto:)|/$", "", node["href"])
    is_foreign = node["href"].startswith(("http:", "https:", "mailto:"))
    shown: dict[str, Any] = node | {"c": inner}
    if not is_foreign:
        return [shown | {"k": "span"}]
    return [shown] if address in words(inner) else [shown, " (", {"k": "ltr", "c": [address]}, ")"]
