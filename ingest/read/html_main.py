"""Which part of a web page is its content: trafilatura's words decide on the element, the element is kept whole."""

import re
from collections import Counter

from lxml import etree
from lxml.html import HtmlElement, tostring

from ingest.read.compose import clean
from ingest.read.html_walk import SKIPPED, leaf_blocks

_WORD = re.compile(r"\w+")
_SIDE_TAGS = frozenset({"aside", "header", "footer", "form", "nav"})
_SIDE_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "alert"})
_SIDE_NAME = re.compile(
    r"(?:^|[\s_-])(?:menu|nav|navbar|navigation|breadcrumbs?|cookies?|banner|share|sharing|social|related|correlati|sidebar"
    r"|newsletter|pagination|pager|toolbar|skip|skiplinks?|footer|comments?|widget|advert|ads|modal|popup|megamenu)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_NOTE_NAME = re.compile(r"footnotes?|endnotes?|\bnote\b", re.IGNORECASE)
_MAX_DEPTH = 250
_SHARE = 0.9
_LINK_SHARE = 0.8


def main_part(tree: HtmlElement) -> HtmlElement:
    """The element that holds the content; what stands beside the content inside it is taken out of the tree."""
    body = tree.find("body")
    root = body if body is not None else tree
    wanted = _wanted_words(tree) if _depth(root) <= _MAX_DEPTH else ""
    weights = _weights(root, wanted)
    marked = root.xpath(".//main | .//*[@role='main']")
    if len(marked) == 1 and weights[marked[0]] * 2 >= weights[root]:
        root = marked[0]
    elif weights[root]:
        root = _descend(root, weights)
    _drop_sides(root, weights)
    return root


def _wanted_words(tree: HtmlElement) -> str:
    """The words that trafilatura takes for the content, in order, lower case, one blank apart."""
    import trafilatura

    text = trafilatura.extract(
        tostring(tree, encoding="unicode"), favor_recall=True, include_comments=False, include_tables=True
    )
    return _words(text or "")


def _words(text: str) -> str:
    return " " + " ".join(_WORD.findall(text.lower())) + " "


def _weights(root: HtmlElement, wanted: str) -> Counter[HtmlElement]:
    """For each element the number of letters below it that are content; none where nothing is known of the content."""
    weights: Counter[HtmlElement] = Counter()
    if not wanted.strip():
        return weights
    for element, text in leaf_blocks(root):
        words = _words(text)
        if len(words) > 2 and words in wanted:
            for above in (element, *element.iterancestors()):
                weights[above] += len(words)
    return weights


def _descend(root: HtmlElement, weights: Counter[HtmlElement]) -> HtmlElement:
    """The innermost element below which nearly all of the content stands."""
    total = weights[root]
    while True:
        inner = next((child for child in root if weights[child] >= _SHARE * total), None)
        if inner is None or inner.tag in ("ul", "ol", "table", "p", "li", "tr", "tbody", "dl"):
            return root
        root = inner


def _drop_sides(root: HtmlElement, weights: Counter[HtmlElement]) -> None:
    """Takes out menus, footers and boxes beside the content, but nothing in which content stands."""
    for element in [e for e in root.iterdescendants() if isinstance(e.tag, str)]:
        if (
            element.tag in SKIPPED
            or element.tag == "nav"
            or _is_hidden(element)
            or (not weights[element] and (_is_side(element) or _is_menu(element)))
        ):
            element.drop_tree()


def _is_side(element: HtmlElement) -> bool:
    """By its name, role or tag; notes below the text, and boxes inside the article that hold no links, are content."""
    role = element.get("role", "").lower()
    names = f"{element.get('class', '')} {element.get('id', '')} {role}"[:500]
    if _NOTE_NAME.search(names):
        return False
    if role in _SIDE_ROLES or _SIDE_NAME.search(names):
        return True
    if element.tag == "aside":
        return _link_share(element) > 0.5 or not any(e.tag in ("main", "article") for e in element.iterancestors())
    return element.tag in _SIDE_TAGS


def _is_menu(element: HtmlElement) -> bool:
    """A list of three links or more and hardly anything else."""
    if element.tag not in ("ul", "ol"):
        return False
    return len(element.findall(".//a")) >= 3 and _link_share(element) >= _LINK_SHARE


def _link_share(element: HtmlElement) -> float:
    linked = sum(len(clean(link.text_content())) for link in element.iter("a"))
    return linked / max(len(clean(element.text_content())), 1)


def _is_hidden(element: HtmlElement) -> bool:
    style = element.get("style", "")[:200].replace(" ", "").lower()
    return "hidden" in element.attrib or "display:none" in style


def _depth(root: HtmlElement) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
