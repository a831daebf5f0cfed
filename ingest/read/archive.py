"""Checks of zip containers (docx, odt, xlsx) before anything is unpacked: bombs, passwords, entity tricks."""

import re
import zipfile
from typing import BinaryIO

from graph.errors import DamagedFile, EncryptedFile, FileTooLarge

_MAX_MEMBERS = 20_000
_MAX_RATIO = 150
_RATIO_FROM = 20 << 20
_MAX_XML_PART = 300 << 20
_XML_HEAD = 4096
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_NAME_MAX = 512


def check_archive(file: BinaryIO, max_unpacked: int) -> None:
    """Raises `FileTooLarge` for what unpacks to too much, `EncryptedFile`, `DamagedFile`. Nothing is written to disk.

    The sizes are those the archive declares; reading a member never gives more than that.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            _check_sizes(archive.infolist(), max_unpacked)
            _check_parts(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, ValueError) as error:
        raise DamagedFile("the file is damaged or was cut off.", hint="Download or save it again.") from error


def _check_sizes(members: list[zipfile.ZipInfo], max_unpacked: int) -> None:
    if len(members) > _MAX_MEMBERS:
        raise FileTooLarge(f"the file holds {len(members):,} parts inside.", hint="Save it again from its program.")
    total = 0
    for member in members:
        if member.flag_bits & 1:
            raise EncryptedFile("the file is protected by a password.", hint="Save it without a password.")
        if len(member.filename) > _NAME_MAX:
            raise DamagedFile("a part inside has an absurd name.", hint="Save it again from its program.")
        total += member.file_size
        ratio = member.file_size / max(member.compress_size, 1)
        is_bomb = member.file_size > _RATIO_FROM and ratio > _MAX_RATIO
        if total > max_unpacked or is_bomb or (_is_xml(member) and member.file_size > _MAX_XML_PART):
            raise FileTooLarge(
                f"it unpacks to {total / 1e6:,.0f} MB or more.", hint="Split it, or save it again from its program."
            )


def _check_parts(archive: zipfile.ZipFile) -> None:
    """The XML inside documents declares no types or entities; where it does, somebody wants to trick the parser."""
    for member in archive.infolist():
        if member.filename == "META-INF/manifest.xml" and b"encryption-data" in archive.read(member)[:1_000_000]:
            raise EncryptedFile("the document is protected by a password.", hint="Save it without.")
        if _is_xml(member):
            with archive.open(member) as part:
                head = part.read(_XML_HEAD)
            if _DECLARATION.search(head.replace(b"\0", b"")) and member.filename != "META-INF/manifest.xml":
                raise DamagedFile(
                    "its XML declares entities, which no office program writes.", hint="Save it again from its program."
                )


def _is_xml(member: zipfile.ZipInfo) -> bool:
    return member.filename.lower().endswith((".xml", ".rels"))
