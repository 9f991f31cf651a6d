"""A page as a small tree of our own, which is easier to reshape than the parser's. Parsing is selectolax's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

VERBATIM = frozenset(("script", "style", "textarea", "pre", "title", "svg"))
"""Elements whose text is not running text of the page."""


@dataclass(eq=False)
class Element:
    """An element; ``children`` are elements and strings of text (characters, not markup)."""

    name: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """This element and every one below, in document order; what is changed on the way is seen changed."""
        yield self
        for child in list(self.children):
            if isinstance(child, Element):
                yield from child.walk()

    def running(self) -> Iterator[Element]:
        """Likewise, without what holds no running text."""
        if self.name not in VERBATIM:
            yield self
            for child in list(self.children):
                if isinstance(child, Element):
                    yield from child.running()

    def elements(self) -> list[Element]:
        """The child elements."""
        return [child for child in self.children if isinstance(child, Element)]

    def text(self) -> str:
        """All text below."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def has(self, name: str) -> bool:
        """Whether an element of this name stands below."""
        return any(one.name == name for one in self.walk() if one is not self)

    def become(self, name: str, **attributes: str) -> None:
        """Change the name, with more attributes."""
        self.name = name
        self.attributes |= {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}


def parse(html: str) -> Element:
    """The ``html`` element of a document. Comments are left out."""
    root = LexborHTMLParser(html).root
    assert root is not None
    return _element(root)


def _element(node: LexborNode) -> Element:
    found = Element(node.tag or "", dict(node.attributes))
    child = node.child
    while child is not None:
        if child.tag == "-text":
            found.children.append(child.text_content or "")
        elif child.tag and not child.tag.startswith(("-", "!")):
            found.children.append(_element(child))
        child = child.next
    return found


def merge(element: Element) -> None:
    """Join strings that stand side by side, here and below."""
    joined: list[Element | str] = []
    for child in element.children:
        if isinstance(child, str) and joined and isinstance(joined[-1], str):
            joined[-1] += child
        else:
            joined.append(child)
        if isinstance(child, Element):
            merge(child)
    element.children = joined
