"""The codice fiscale of a person is never kept in clear: a salted token takes its place, one for one person."""

import hashlib
import hmac
import re
from typing import Final

PERSON_PREFIX: Final = "persona:"

_DIGIT = "[0-9LMNPQRSTUV]"  # a digit, or the letter that stands for it where two people would share a code
_SHAPE: Final = re.compile(
    rf"""(?<![A-Z0-9]) [A-Z]{{3}}\s?[A-Z]{{3}}             # surname, given name
    \s?{_DIGIT}{{2}}[A-EHLMPRST]{_DIGIT}{{2}}            # year, month, day
    \s?[A-Z]{_DIGIT}{{3}}\s?[A-Z] (?![A-Z0-9])          # place of birth, check letter""",
    re.IGNORECASE | re.VERBOSE,
)
_NEAR: Final = re.compile(r"[A-Z]{5,7}\d{1,2}[A-Z]\d{1,2}[A-Z0-9]{2,6}", re.IGNORECASE)
"""What a mistyped code of a person looks like; looked for only where a code is expected."""


def mask(text: str, salt: bytes) -> str:
    """The text with every personal code in it replaced by its token."""
    return _SHAPE.sub(lambda found: _token_or_words(found[0], salt), text)


def mask_in_place(text: str, salt: bytes) -> str:
    """As `mask`, but each token is cut or filled to the length of the code, so that offsets stay as they were."""
    return _SHAPE.sub(lambda found: _fitted(found[0], salt), text)


def mask_code(code: str, salt: bytes) -> str:
    """A cell that should hold a code, with a personal one replaced, even when it is mistyped."""
    masked = mask(code, salt)
    compact = "".join(masked.split())
    return token(compact, salt) if _NEAR.fullmatch(compact) else masked


def token(code: str, salt: bytes) -> str:
    """`persona:` and 64 bits of the keyed hash of the code, in hexadecimal."""
    return PERSON_PREFIX + _digest(code, salt)[:16]


def _digest(code: str, salt: bytes) -> str:
    return hmac.new(salt, "".join(code.split()).upper().encode(), hashlib.sha256).hexdigest()


def _fitted(found: str, salt: bytes) -> str:
    """A token that begins as `token` does and is as long as the code with its blanks."""
    if _token_or_words(found, salt) == found:
        return found
    return (PERSON_PREFIX + _digest(found, salt))[: len(found)]


def _token_or_words(found: str, salt: bytes) -> str:
    """The token, unless the shape is only that of words written in one: then the checksum decides."""
    if sum(c.isdigit() for c in found) < 4 and not is_personal(found):
        return found
    return token(found, salt)


def is_personal(code: str) -> bool:
    """Whether this is a valid codice fiscale of a person."""
    from stdnum.it import codicefiscale

    compact = "".join(code.split())
    return len(compact) == 16 and bool(codicefiscale.is_valid(compact))
