"""Dates, durations, money, numbers and ages in Italian words → ISO 8601 and numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.language.patterns import expression, fragment, numbers

_MONTHS = {
    m: n
    for n, m in enumerate(
        [
            "gennaio",
            "febbraio",
            "marzo",
            "aprile",
            "maggio",
            "giugno",
            "luglio",
            "agosto",
            "settembre",
            "ottobre",
            "novembre",
            "dicembre",
        ],
        start=1,
    )
}
_MONTH = "|".join(_MONTHS)
_NUMBER = r"\d{1,3}(?:[.\s]\d{3})+(?:,\d{1,2})?|\d+(?:,\d+)?"
_SCALES = {
    "mila": 1_000,
    "mille": 1_000,
    "milione": 1_000_000,
    "milioni": 1_000_000,
    "mln": 1_000_000,
    "miliardi": 1_000_000_000,
    "miliardo": 1_000_000_000,
}
_UNIT = r"(?:mila|mille|milion[ei]|mln|miliard[oi])"
_WORDED = fragment("values.worded")

NUMBERS = numbers()

MONEY = expression("values.money")
_IN_WORDS = re.compile(
    rf"\banno\s+(?P<year>\d{{4}}|duemila\w*)\b[^.;]{{0,30}}?\b(?:giorno|add[iì]'?)\s+(?P<day>\d{{1,2}}|[a-z]+)\b"
    rf"[^.;]{{0,20}}?\bmese\s+di\s+(?P<month>{_MONTH})\b",
    re.IGNORECASE,
)
_DAY = re.compile(rf"\b(\d{{1,2}})°?\s+({_MONTH})(?:\s+(\d{{4}}))?\b", re.IGNORECASE)
_DAY_RANGE = re.compile(
    r"(?<!n\. )(?<!n\.)(?<!numero )"  # "n. 7, 25 settembre" is an issue and its day
    rf"\b(\d{{1,2}})\s?(?:al|e|-|–|,)\s?(?:il\s)?(\d{{1,2}})\s+({_MONTH})(?:\s+(\d{{4}}))?\b",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b")
_MONTH_YEAR = re.compile(rf"\b(?:fine\s+(?:di\s+)?)?({_MONTH})(?:\s+(?:del\s+)?(\d{{4}}))?\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(19[5-9]\d|20\d\d)\b")
_SPAN = re.compile(r"\b(20\d\d|19\d\d)\s?[-–/]\s?(20\d\d|19\d\d|\d\d)\b")
_DURATION = re.compile(r"\b(\d{1,3}|[a-z]{2,14})\s+(ann[oi]|mes[ei]|settiman[ae])\b", re.IGNORECASE)
_ADJECTIVES = {
    "annuale": 1,
    "biennale": 2,
    "triennale": 3,
    "quadriennale": 4,
    "quinquennale": 5,
    "sessennale": 6,
    "settennale": 7,
    "decennale": 10,
    "biennio": 2,
    "triennio": 3,
    "quadriennio": 4,
    "quinquennio": 5,
    "decennio": 10,
}
_PERIODIC = re.compile(r"\b(" + "|".join(_ADJECTIVES) + r")\b", re.IGNORECASE)
_YEAR_IS_NEAR = 40
"""Code points before a date in which the year that it is of may stand."""
_PERIODS = {"ann": "Y", "mes": "M", "set": "W"}


@dataclass(frozen=True, slots=True)
class Time:
    """A stretch of the text that names a time: its first and its last date, as precise as the words."""

    start: int
    end: int
    first: str
    last: str


def number(text: str) -> float | int | None:
    """ "1.250,50" → 1250.5; "due" → 2; None for anything else."""
    cleaned = text.strip().lower()
    if cleaned in NUMBERS:
        return NUMBERS[cleaned]
    if not re.fullmatch(r"\d[\d.\s]*(?:,\d+)?", cleaned):
        return None
    value = float(re.sub(r"[.\s]", "", cleaned).replace(",", "."))
    return int(value) if value == int(value) else value


def amount(match: re.Match[str]) -> float | int | None:
    """The amount of a `MONEY` match."""
    raw, scale = match["a"] or match["b"], (match["as"] or match["bs"] or "").lower()
    found = number(raw)
    if found is None:
        return None
    value = found * _SCALES.get(scale, 1)
    return int(value) if value == int(value) else value


def times(text: str, year: str | None = None) -> list[Time]:
    """The times that a text names, in its order; `year` is that of dates without one, if none stands before them."""
    found: list[Time] = []
    readings = (_spans(text), _day_ranges(text, year), _days(text, year), _numeric(text), _months(text, year))
    for read in (*readings, _years(text)):
        found += [t for t in read if not any(t.start < f.end and f.start < t.end for f in found)]
    return sorted(found, key=lambda t: t.start)


def day_in_words(text: str) -> Iterator[str]:
    """The days of deeds: "L'anno duemilaventicinque, il giorno sedici del mese di settembre"."""
    for m in _IN_WORDS.finditer(text):
        year = m["year"] if m["year"].isdigit() else str(2000 + (_worded(m["year"][len("duemila") :]) or 0))
        day = m["day"] if m["day"].isdigit() else str(_worded(m["day"]) or 0)
        if value := _day(day, m["month"], year):
            yield value


def _worded(word: str) -> int | None:
    """A number below a hundred in letters."""
    lowered = word.lower()
    if lowered in NUMBERS:
        return NUMBERS[lowered]
    for tens in ("venti", "trenta", "quaranta", "cinquanta"):
        rest = lowered.removeprefix(tens[:-1])
        if rest != lowered:
            return NUMBERS[tens] + NUMBERS.get(rest[1:] if rest[:1] == tens[-1] else rest, 0)
    return None


def _spans(text: str) -> Iterator[Time]:
    for m in _SPAN.finditer(text):
        last = m[2] if len(m[2]) == 4 else m[1][:2] + m[2]
        if m[1] <= last:
            yield Time(m.start(), m.end(), m[1], last)


def _day_ranges(text: str, year: str | None) -> Iterator[Time]:
    for m in _DAY_RANGE.finditer(text):
        first, last = _day(m[1], m[3], m[4] or year), _day(m[2], m[3], m[4] or year)
        if first and last and first <= last:
            yield Time(m.start(), m.end(), first, last)


def _days(text: str, year: str | None) -> Iterator[Time]:
    for m in _DAY.finditer(text):
        if value := _day(m[1], m[2], m[3] or _year_before(text, m.start()) or year):
            yield Time(m.start(), m.end(), value, value)


def _day(day: str, month: str, year: str | None) -> str | None:
    return f"{year}-{_MONTHS[month.lower()]:02d}-{int(day):02d}" if year and 1 <= int(day) <= 31 else None


def _numeric(text: str) -> Iterator[Time]:
    for m in _NUMERIC.finditer(text):
        if 1 <= int(m[2]) <= 12 and 1 <= int(m[1]) <= 31:
            value = f"{m[3]}-{int(m[2]):02d}-{int(m[1]):02d}"
            yield Time(m.start(), m.end(), value, value)


def _months(text: str, year: str | None) -> Iterator[Time]:
    for m in _MONTH_YEAR.finditer(text):
        if said := m[2] or _year_before(text, m.start()) or year:
            value = f"{said}-{_MONTHS[m[1].lower()]:02d}"
            yield Time(m.start(1), m.end(), value, value)


def _year_before(text: str, at: int) -> str | None:
    """The year that a sentence has named shortly before a date, "nell'estate 2026, entro il 31 agosto"; of a span of
    years none is meant.
    """
    sentence = re.split(r"[.;:\n]\s", text[max(at - _YEAR_IS_NEAR, 0) : at])[-1]
    return None if _SPAN.search(sentence) else next((m[1] for m in reversed(list(_YEAR.finditer(sentence)))), None)


def _years(text: str) -> Iterator[Time]:
    for m in _YEAR.finditer(text):
        yield Time(m.start(), m.end(), m[1], m[1])


def duration(text: str) -> str | None:
    """ "cinque anni" → P5Y, "18 mesi" → P18M, "triennale" → P3Y."""
    for m in _DURATION.finditer(text):
        count = int(m[1]) if m[1].isdigit() else NUMBERS.get(m[1].lower())
        if count and not text[m.end() : m.end() + 4].lower().startswith(" fa"):
            return f"P{count}{_PERIODS[m[2][:3].lower()]}"
    m2 = _PERIODIC.search(text)
    return f"P{_ADJECTIVES[m2[1].lower()]}Y" if m2 else None


_TENS = {"sessant": 60, "settant": 70, "ottant": 80, "novant": 90}
_BETWEEN = expression("values.between")
_UNDER = re.compile(r"\b(?:under|sotto i|meno di|fino a|con meno di|minori di)[\s-]?(\d{1,2})\b", re.IGNORECASE)
_OVER = re.compile(r"\b(?:over|oltre i|più di|sopra i|da|almeno)[\s-]?(\d{2})\b|\((\d{2})\+\)", re.IGNORECASE)
_ULTRA = re.compile(r"\b(?:ultra)(sessant|settant|ottant|novant)(acinqu)?", re.IGNORECASE)


def ages(text: str) -> dict[str, int]:
    """`age_min` and `age_max` that the words of a group state."""
    if m := _BETWEEN.search(text):
        low, high = (m[1], m[2]) if m[1] else (m[3], m[4])
        small = {"zero": 0, "tre": 3, "sei": 6}
        return {
            "age_min": small.get(low.lower(), 0) if not low.isdigit() else int(low),
            "age_max": small.get(high.lower(), 0) if not high.isdigit() else int(high),
        }
    if m := _UNDER.search(text):
        inclusive = m[0].lower().startswith("fino")
        return {"age_max": int(m[1]) if inclusive else int(m[1]) - 1}
    if m := _ULTRA.search(text):
        return {"age_min": _TENS[m[1].lower()] + (5 if m[2] else 0)}
    if m := _OVER.search(text):
        return {"age_min": int(m[1] or m[2])}
    if re.search(r"\bventenni\b", text, re.IGNORECASE):
        return {"age_min": 20, "age_max": 29}
    return {}
