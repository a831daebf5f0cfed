"""CAdES envelopes (.p7m): the document inside a digital signature. The signature itself is not judged."""

import base64
import binascii
import re

from graph.errors import DamagedFile, EncryptedFile

_ARMOUR = re.compile(rb"-----BEGIN [A-Z0-9 #]+-----(.*?)-----END", re.DOTALL)
_HEADERS = re.compile(rb"\A\s*(?:[A-Za-z][A-Za-z-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+\s*\n")


def unwrap(content: bytes) -> bytes:
    """The bytes that were signed. Raises `DamagedFile` (no envelope, or only the signature), `EncryptedFile`."""
    from asn1crypto import cms

    try:
        info = cms.ContentInfo.load(_binary(content))
        kind = info["content_type"].native
        signed = info["content"]["encap_content_info"]["content"] if kind == "signed_data" else None
        inner = signed.native if signed is not None else None
    except (ValueError, TypeError, KeyError, RecursionError, binascii.Error) as error:
        raise DamagedFile(
            "this is no readable signed envelope.", hint="Download it again, or add the document itself."
        ) from error
    if kind in ("enveloped_data", "encrypted_data"):
        raise EncryptedFile("the envelope is encrypted.", hint="Decrypt it with your signature program.")
    if not isinstance(inner, bytes) or not inner:
        raise DamagedFile(
            "the envelope holds a signature but not the document.", hint="Add the document it belongs to."
        )
    return inner


def inner_name(name: str) -> str:
    """The name of what is inside: `delibera.pdf.p7m` holds `delibera.pdf`."""
    return name[:-4] if name.lower().endswith(".p7m") else name


def _binary(content: bytes) -> bytes:
    """DER from DER, PEM, plain base64 or a mail part."""
    if content[:1] == b"\x30":
        return content
    body = _HEADERS.sub(b"", content[:10_000], count=1) + content[10_000:]
    if armour := _ARMOUR.search(body):
        body = armour[1]
    return base64.b64decode(b"".join(body.split()), validate=True)
