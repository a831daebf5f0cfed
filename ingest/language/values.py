"""Dates, durations, money, numbers and ages in Italian words → ISO 8601 and numbers."""

import re
from dataclasses import dataclass

from ingest.language.patterns import expression, fragment

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

MONEY = expression("values.money")
_DAY = re.compile(rf"\b(\d{{1,2}})°?\s+({_MONTH})(?:\s+(\d{{4}}))?\b", re.IGNORECASE)
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
_PERIODS = {"ann": "Y", "mes": "M", "set": "W"}


@dataclass(frozen=True, slots=True)
class Found:
    """A value with its place in the searched text."""

    value: str
    start: int
    end: int


def number(text: str, words: dict[str, int] | None = None) -> float | int | None:
    """ "1.250,50" → 1250.5; "due" → 2 with the words of the lexicon; None for anything else."""
    cleaned = text.strip().lower()
    if words and cleaned in words:
        return words[cleaned]
    if not re.fullmatch(r"\d[\d.\s]*(?:,\d+)?", cleaned):
        return None
    value = float(re.sub(r"[.\s]", "", cleaned).replace(",", "."))
    return int(value) if value == int(value) else value


def amount(match: re.Match[str], words: dict[str, int]) -> float | int | None:
    """The amount of a `MONEY` match."""
    raw, scale = match["a"] or match["b"], (match["as"] or match["bs"] or "").lower()
    found = number(raw, words)
    if found is None:
        return None
    value = found * _SCALES.get(scale, 1)
    return int(value) if value == int(value) else value


def first_date(text: str, year: str | None = None) -> Found | None:
    """The first date in the text, as precise as it is; `year` is that of the document."""
    found = [f for f in (_day(text, year), _numeric(text), _month(text, year), _plain_year(text)) if f]
    return min(found, key=lambda f: (f.start, -(f.end - f.start))) if found else None


def _day(text: str, year: str | None) -> Found | None:
    if (m := _DAY.search(text)) and (y := m[3] or year) and 1 <= int(m[1]) <= 31:
        return Found(f"{y}-{_MONTHS[m[2].lower()]:02d}-{int(m[1]):02d}", m.start(), m.end())
    return None


def _numeric(text: str) -> Found | None:
    if (m := _NUMERIC.search(text)) and 1 <= int(m[2]) <= 12 and 1 <= int(m[1]) <= 31:
        return Found(f"{m[3]}-{int(m[2]):02d}-{int(m[1]):02d}", m.start(), m.end())
    return None


def _month(text: str, year: str | None) -> Found | None:
    if (m := _MONTH_YEAR.search(text)) and (y := m[2] or year):
        return Found(f"{y}-{_MONTHS[m[1].lower()]:02d}", m.start(), m.end())
    return None


def _plain_year(text: str) -> Found | None:
    m = _YEAR.search(text)
    return Found(m[1], m.start(), m.end()) if m else None


def period(text: str) -> tuple[str, str] | None:
    """ "2024-2027" → its two years."""
    m = _SPAN.search(text)
    if not m:
        return None
    end = m[2] if len(m[2]) == 4 else m[1][:2] + m[2]
    return (m[1], end) if m[1] <= end else None


def duration(text: str, words: dict[str, int]) -> str | None:
    """ "cinque anni" → P5Y, "18 mesi" → P18M, "triennale" → P3Y."""
    for m in _DURATION.finditer(text):
        count = int(m[1]) if m[1].isdigit() else words.get(m[1].lower())
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
