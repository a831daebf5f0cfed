"""Areas and objectives that a document sets out: enumerated in a sentence, in a list, as numbered titles."""

import re
from collections.abc import Iterator

from ingest.language.draft import Draft
from ingest.language.lexicon import Lexicon
from ingest.language.patterns import expression, fragment

_NOUN = fragment("areas.noun")
_OF = fragment("areas.of")
_ENTRY = fragment("areas.entry")
_LIST = expression("areas.list")
_PREDICATE = expression("areas.predicate")
_ARE_TRANSVERSAL = re.compile(
    r"\btrasversal[ei]\b[^.;:,]{0,40}?\b(?:è|sono|saranno)\s+(?P<items>[^.;:]{3,120})", re.IGNORECASE
)
_TITLE = expression("areas.title")
_STOP = expression("areas.stop")
_MARKER = expression("areas.marker")
_LEADING = expression("areas.leading")
_TRAILING = re.compile(r"[»”\"\s.,;:]+$")
_AND = re.compile(r"\s+(?:e|ed|nonché)\s+(?:infine\s+)?")
_NOT_ITEMS = re.compile(
    r"\b(?:che|cui|ha|hanno|è|sono|sarà|saranno|viene|anche|tra cui|per un totale)\b|\d{4}|€", re.IGNORECASE
)
_SKIP_BEFORE = frozenset({"per", "senza"})


def areas(text: str, start: int, end: int, lexicon: Lexicon) -> list[Draft]:
    """Areas set out between two offsets of the text, in order."""
    part = text[start:end]
    found = [*_lists(part, lexicon), *_predicates(part)]
    taken = [(d.start, d.end) for d in found]
    found += [d for d in _titles(part) if not any(d.start < e and s < d.end for s, e in taken)]
    for draft in found:
        draft.start += start
        draft.end += start
    return sorted(found, key=lambda d: d.start)


def _lists(part: str, lexicon: Lexicon) -> Iterator[Draft]:
    last = 0
    for match in _LIST.finditer(part):
        if match.end() < last:
            continue
        separator = match["sep"].strip()
        transversal = (
            "trasversal" in match["of"].lower()
            or "trasversal" in match["after"].lower()
            or "orizzontal" in match["of"].lower()
        )
        plural = match["noun"].lower()[-1] in "ieà" and match["noun"].lower() not in ("asse", "principio")
        counted = (match["count"] or "").lower() in lexicon.spans["numbers"] or (match["count"] or "").isdigit()
        if separator.startswith(",") and (
            not (transversal or counted)
            or part[match.end() :].startswith(("che", "con", "e ", "in ", "da ", "al", "a "))
        ):
            continue
        count = lexicon.spans["numbers"].get((match["count"] or "").lower()) or (
            int(match["count"]) if (match["count"] or "").isdigit() else None
        )
        if not plural and not transversal:
            continue
        closing = _closing(part, match.end(), separator)
        items = list(_items(part, match.end(), closing, count))
        if not items or (len(items) < 2 and not transversal):
            continue
        level = "objective" if match["noun"].lower().startswith("obiettiv") else "area"
        for item_start, item_end, code in items:
            yield _draft(item_start, item_end, level, code, transversal, "area_list")
        last = closing


def _closing(part: str, begin: int, separator: str) -> int:
    if separator == "(":
        ends = [part.find(")", begin)]
    elif separator in ("–", "—"):
        ends = [m.start() for m in [re.compile(r"\s[–—]|[.;]\s|[.]$").search(part, begin)] if m]
    else:
        ends = [m.start() for m in [_STOP.search(part, begin)] if m]
    return next((e for e in ends if e > begin), len(part))


def _items(part: str, begin: int, end: int, count: int | None) -> Iterator[tuple[int, int, str | None]]:
    separator = ";" if ";" in part[begin:end] else ","
    pieces: list[tuple[int, int]] = []
    at = begin
    for piece in part[begin:end].split(separator):
        pieces.append((at, at + len(piece)))
        at += len(piece) + 1
    if pieces and (count is None or len(pieces) < count):
        pieces = pieces[:-1] + _split_last(part, pieces[-1], None if count is None else count - len(pieces) + 1)
    if count is not None and len(pieces) > count:
        pieces = pieces[:count]
    cleaned = [_clean(part, s, e) for s, e in pieces]
    if any(e - s > 100 or e - s < 2 or _NOT_ITEMS.search(part[s:e]) for s, e, _ in cleaned):
        return
    yield from cleaned


def _split_last(part: str, piece: tuple[int, int], wanted: int | None) -> list[tuple[int, int]]:
    """The last piece cut at its conjunctions: at the last one, or into as many parts as the text announced."""
    start, end = piece
    cuts = list(_AND.finditer(part, start, end))
    if wanted is not None:
        cuts = cuts[-(wanted - 1) :] if wanted > 1 else []
    else:
        cuts = [c for c in cuts if c.start() > start + 1][-1:]
    out, at = [], start
    for c in cuts:
        if c.start() > at:
            out.append((at, c.start()))
        at = c.end()
    return [*out, (at, end)]


def _clean(part: str, start: int, end: int) -> tuple[int, int, str | None]:
    code = None
    lead = re.match(r"\s*(?:(?:e|ed)\s+|trasversal[ei]\s*:\s*)", part[start:end])
    if lead:
        start += lead.end()
    if m := _MARKER.match(part[start:end]):
        code = m["code"] or m["free"]
        start += m.end()
    if m := _LEADING.match(part[start:end]):
        start += m.end()
    if m := _TRAILING.search(part[start:end]):
        end = start + m.start()
    if (bracket := part.find(" (", start, end)) > start:
        end = bracket
    return start, max(start, end), code


def _predicates(part: str) -> Iterator[Draft]:
    """ "La valutazione partecipata li attraversa tutti come tema trasversale"."""
    if "trasversal" not in part.lower():
        return
    for match in _ARE_TRANSVERSAL.finditer(part):
        before = part[max(0, match.start() - 30) : match.start()]
        if re.search(rf"\b{_NOUN}\s*$", before, re.IGNORECASE) or "invece" in match["items"]:
            continue
        for start, end, code in _items(part, match.start("items"), match.end("items"), None):
            if not re.search(rf"\b{_NOUN}\b", part[start:end], re.IGNORECASE):
                yield _draft(start, end, "area", code, True, "area_list")
    for match in _PREDICATE.finditer(part):
        if re.search(rf"\b{_NOUN}\b|\bdue\b|\btre\b", match["items"], re.IGNORECASE) or _NOT_ITEMS.search(
            match["items"]
        ):
            continue
        start, end = match.start("items"), match.end("items")
        for piece in _split_last(part, (start, end), None):
            s, e, code = _clean(part, *piece)
            if e > s:
                yield _draft(s, e, "area", code, True, "area_list")


def _titles(part: str) -> Iterator[Draft]:
    """ "Asse II – Abitare": title with its code; "asse B" alone: a mention of the same."""
    for match in _TITLE.finditer(part):
        code = match["code"]
        if (code.isalpha() and code.islower()) or (
            match["label"].lower() in ("linea", "area", "ambito") and not match["title"] and not code[0].isupper()
        ):
            continue
        level = "objective" if match["label"].lower().startswith("ob") else "area"
        if match["title"]:
            start, end, _ = _clean(part, match.start("title"), match.end("title"))
            if end > start:
                yield _draft(start, end, level, code, False, "area_title")
                continue
        draft = _draft(match.start(), match.end("code"), level, code, False, "area_code")
        draft.reference = True
        yield draft


def _draft(start: int, end: int, level: str, code: str | None, transversal: bool, rule: str) -> Draft:  # noqa: PLR0917
    properties: dict[str, str | bool] = {"level": level}
    if code:
        properties["code"] = code
    if transversal:
        properties["transversal"] = True
    return Draft("Area", start, end, rule, dict(properties))
