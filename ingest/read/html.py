"""Web pages: the main text and not the menus, with headings, lists, definitions and tables as they stand."""

import re
from itertools import chain

from lxml import etree, html

from graph.errors import DamagedFile
from ingest.read.compose import Piece, clean, compose
from ingest.read.encoding import decode
from ingest.read.html_main import main_part
from ingest.read.html_walk import walk
from ingest.read.text import SourceText

MEDIA_TYPE = "text/html"

_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-zA-Z0-9_-]{2,30})""", re.IGNORECASE)
_PARTS = re.compile(r"\s+[|–—·»-]\s+")
"""What parts the title of a page from the name of its site."""
_UNLINKED = "//text()[not(ancestor::a or ancestor::nav or ancestor::title or ancestor::script or ancestor::style)]"
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DATES = (
    "//meta[@property='article:published_time']/@content",
    "//meta[translate(@name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')='dc.date']/@content",
    "//meta[@itemprop='datePublished' or @name='date' or @name='dcterms.date']/@content",
    "//article//time[@datetime]/@datetime",
)


def read_html(content: bytes) -> SourceText:
    """Raises `DamagedFile` for what is no text or has no body."""
    tree = _parsed(_decoded(content))
    page = clean(" ".join(tree.xpath(_UNLINKED))).casefold()
    root = main_part(tree)
    pieces = walk(root)
    headline = next((h for h in tree.iter("h1") if clean(h.text_content())), None)
    if headline is not None and root not in (headline, *headline.iterancestors()):
        pieces = chain([Piece("heading", headline.text_content(), 1)], pieces)
    titled, told = (
        element.text_content() if element is not None else None for element in (tree.find(".//title"), headline)
    )
    if site := _site(page, clean(titled or ""), clean(told or "")):
        pieces = chain([Piece("paragraph", site)], pieces)
    return compose(pieces, MEDIA_TYPE, title=told or titled, date=_date(tree))


def _site(page: str, title: str, headline: str) -> str | None:
    """Whose page it is, where its title says so beside the headline: "Chi siamo | Cooperativa Il Ramo".

    Mostly the last part; the first where only that stands in the page (its words without links, case folded).
    """
    said = headline.casefold()
    parts = [part for part in _PARTS.split(title) if part]
    named = (part for part in parts if not part[0].islower())
    beside = [part for part in named if part.casefold() not in said and said not in part.casefold()]
    if not said or len(parts) < 2 or not beside:
        return None
    first, last = beside[0], beside[-1]
    return first if first.casefold() in page and last.casefold() not in page else last


def _decoded(content: bytes) -> str:
    """The page as text; what it says of its encoding counts only where the bytes leave a doubt."""
    declared = _DECLARED.search(content[:4096])
    try:
        if declared and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
            encoding = declared[1].decode("ascii").lower()
            return content.decode("cp1252" if encoding in ("iso-8859-1", "latin1") else encoding)
    except (UnicodeDecodeError, LookupError):
        pass  # a wrong word about its encoding: the bytes decide
    return decode(content)


def _parsed(text: str) -> html.HtmlElement:
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        tree = html.document_fromstring(_DECLARATION.sub("", text).replace("\0", ""), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise DamagedFile("the page is empty or damaged.", hint="Save it again in the browser.") from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise DamagedFile("its parts are nested too deeply.", hint="Save it again in the browser.")
    return tree


def _date(tree: html.HtmlElement) -> str | None:
    """The day of publication, where the page says it in its metadata."""
    for path in _DATES:
        for value in tree.xpath(path)[:1]:
            if day := _ISO_DAY.match(str(value).strip()):
                return day[0]
    return None
