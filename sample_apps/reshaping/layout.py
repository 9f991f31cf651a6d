"""Other elements for the same parts of a page, other wrappers, another order of what stands side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sample_apps.reshaping.shape import Shape
from sample_apps.reshaping.tree import Element

ROLES = {"header": "banner", "footer": "contentinfo", "nav": "navigation", "main": "main"}
HEADINGS = {"h1": "1", "h2": "2", "h3": "3"}
FLOW = ("main", "section", "article", "div")
"""Parents whose element children may be wrapped one by one."""


def lay_out(page: Element, shape: Shape) -> None:
    """Everything that this hand does otherwise."""
    done: tuple[tuple[str, float, Callable[[Element, Shape], None]], ...] = (
        ("facts otherwise", 0.7, _facts),
        ("order of links", 0.6, _links),
        ("order of sections", 0.5, _sections),
        ("ticks inside labels", 0.5, _ticks),
        ("landmarks by role", 0.4, _landmarks),
        ("headings by role", 0.3, _headings),
        ("buttons as inputs", 0.4, _buttons),
        ("wrappers", 0.7, _wrappers),
        ("spans in labels", 0.4, _spans),
        ("no microdata", 0.5, _bare_data),
        ("phone links", 0.3, _phones),
    )
    for name, share, change in done:
        if shape.wants(name, share):
            change(page, shape)
    page.attributes["lang"] = shape.pick("language", ("fr", "fr-FR", "FR"))


def _named(page: Element, *names: str) -> Iterator[Element]:
    yield from (one for one in list(page.walk()) if one.name in names)


def _pairs(facts: Element) -> list[tuple[Element, Element]]:
    terms = [one for one in facts.elements() if one.name in ("dt", "dd")]
    return list(zip(terms[::2], terms[1::2], strict=True))


def _facts(page: Element, shape: Shape) -> None:
    """Terms and descriptions as a table, as a list, or as paragraphs."""
    way = shape.pick("facts", ("table", "list", "paragraphs"))
    for facts in _named(page, "dl"):
        pairs = _pairs(facts)
        facts.attributes.pop("class", None)
        if way == "table":
            rows = [Element("tr", {}, [_cell("th", term), _cell("td", told)]) for term, told in pairs]
            facts.name, facts.children = "table", [Element("tbody", {}, list(rows))]
        else:
            name = "li" if way == "list" else "p"
            facts.name = "ul" if way == "list" else "div"
            facts.children = [_line(name, term, told) for term, told in pairs]


def _cell(name: str, one: Element) -> Element:
    return Element(name, {"scope": "row"} if name == "th" else {}, one.children)


def _line(name: str, term: Element, told: Element) -> Element:
    return Element(name, {}, [Element("strong", {}, term.children), "\u00a0: ", *told.children])


def _links(page: Element, shape: Shape) -> None:
    """Lists of the menus in another order."""
    for menu in _named(page, "nav"):
        for one in _named(menu, "ul"):
            items = one.elements()
            order = shape.shuffled(f"links {len(items)}", items)
            one.children = list(order)


def _sections(page: Element, shape: Shape) -> None:
    """Sections that stand side by side, in another order among themselves."""
    for parent in _named(page, "div", "main"):
        places = [rank for rank, child in enumerate(parent.children) if _is_section(child)]
        order = shape.shuffled(f"sections {len(places)}", [parent.children[place] for place in places])
        for place, section in zip(places, order, strict=True):
            parent.children[place] = section


def _is_section(child: Element | str) -> bool:
    return isinstance(child, Element) and child.name == "section" and not child.has("h1")


def _ticks(page: Element, _shape: Shape) -> None:
    """The box inside its label, which needs no ``for`` then."""
    for parent in _named(page, "div"):
        inside = parent.elements()
        if [one.name for one in inside] == ["input", "label"] and inside[0].attributes.get("type") == "checkbox":
            box, label = inside
            label.attributes.pop("for", None)
            label.children = [box, " ", Element("span", {}, label.children)]
            parent.children = [label]


def _landmarks(page: Element, _shape: Shape) -> None:
    for one in _named(page, *ROLES):
        one.become("div", role=ROLES[one.name])


def _headings(page: Element, _shape: Shape) -> None:
    for one in _named(page, *HEADINGS):
        one.become("div", role="heading", aria_level=HEADINGS[one.name])


def _buttons(page: Element, _shape: Shape) -> None:
    """A button without a value of its own as an input."""
    for one in _named(page, "button"):
        if "name" not in one.attributes and not one.elements():
            one.attributes |= {"type": "submit", "value": one.text().strip()}
            one.name, one.children = "input", []


def _wrappers(page: Element, shape: Shape) -> None:
    """Boxes in boxes around the parts of the main element."""
    depth = shape.pick("depth of wrappers", (1, 2, 4))
    for parent in _named(page, *FLOW):
        if parent.name == "section" or parent.attributes.get("role") == "main" or parent.name == "main":
            parent.children = [_wrapped(child, depth) for child in parent.children]


def _wrapped(child: Element | str, depth: int) -> Element | str:
    for _ in range(depth if isinstance(child, Element) else 0):
        child = Element("div", {}, [child])
    return child


def _spans(page: Element, _shape: Shape) -> None:
    for one in _named(page, "a", "button", "label", "h1", "h2", "h3", "th", "dt"):
        one.children = [Element("span", {}, [child]) if isinstance(child, str) and child.strip() else child
                        for child in one.children]


def _bare_data(page: Element, _shape: Shape) -> None:
    """Without microdata, and with times as plain text."""
    for one in page.walk():
        for name in [name for name in one.attributes if name.startswith("item")]:
            del one.attributes[name]
        if one.name == "time":
            one.name, one.attributes = "span", {}


def _phones(page: Element, _shape: Shape) -> None:
    """Numbers of emergency services as links."""
    for one in _named(page, "strong"):
        if one.text() in ("15", "112", "114"):
            one.children = [Element("a", {"href": f"tel:{one.text()}"}, [one.text()])]
