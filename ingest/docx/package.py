"""What a file must be before it is opened as DOCX: a whole, harmless ZIP archive of Word."""

import zipfile
from io import BytesIO

from ingest.errors import DocumentUnreadable

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 200 * MEGABYTE
# A member that unpacks to more than this must not be packed more tightly than that.
LARGE_MEMBER = 20 * MEGABYTE
HIGHEST_RATIO = 200
ENCRYPTED = 0x1
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OLE_WORD = "WordDocument".encode("utf-16-le")
DTD = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
MAIN_PART = "word/document.xml"
OTHER_PROGRAMS = {"xl/": "an Excel workbook", "ppt/": "a PowerPoint presentation"}


def check_package(raw: bytes, name: str) -> None:
    """Refuse what is no DOCX file, what would unpack beyond measure, and what holds a DTD."""
    _check_kind(raw, name)
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            _check_members(archive, name)
            _check_format(archive, name)
            for member in archive.infolist():
                if member.filename.endswith((".xml", ".rels")):
                    _check_markup(archive.read(member), member.filename, name)
    except DocumentUnreadable:
        raise
    except Exception as error:  # zipfile raises zlib's, struct's and its own errors
        message = f"{name} is damaged or breaks off ({error}). Download or save it again."
        raise DocumentUnreadable(message) from error


def _check_kind(raw: bytes, name: str) -> None:
    if not raw.strip():
        message = f"{name} is empty. Check that the download was complete."
        raise DocumentUnreadable(message)
    if raw.startswith(OLE):
        if OLE_ENCRYPTED in raw:
            message = f"{name} is password-protected. Save it without a password and try again."
        elif OLE_WORD in raw:
            message = f"{name} is a document of Word 97-2003. Save it as DOCX and try again."
        else:
            message = f"{name} is a file of an old Office program. Save it as DOCX and try again."
        raise DocumentUnreadable(message)
    if raw.startswith(b"{\\rtf"):
        message = f"{name} is an RTF file. Save it as DOCX and try again."
        raise DocumentUnreadable(message)
    if not raw.startswith(b"PK"):
        message = f"{name} is no DOCX file. Open it in Word and save it as DOCX."
        raise DocumentUnreadable(message)


def _check_members(archive: zipfile.ZipFile, name: str) -> None:
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    if total > MOST_UNPACKED:
        message = (
            f"{name} would unpack to {total // MEGABYTE} MB, more than the "
            f"{MOST_UNPACKED // MEGABYTE} MB that are read. Save it without its pictures."
        )
        raise DocumentUnreadable(message)
    for member in members:
        ratio = member.file_size // max(member.compress_size, 1)
        if member.file_size > LARGE_MEMBER and ratio > HIGHEST_RATIO:
            message = (
                f"{name} holds {member.filename!r}, packed {ratio} to 1 as only a damaged or "
                "hostile file is. Save it again in Word."
            )
            raise DocumentUnreadable(message)
        if member.flag_bits & ENCRYPTED:
            message = f"{name} is password-protected. Save it without a password and try again."
            raise DocumentUnreadable(message)


def _check_format(archive: zipfile.ZipFile, name: str) -> None:
    names = archive.namelist()
    if "mimetype" in names:
        kind = archive.read("mimetype")[:100]
        if b"opendocument" in kind:
            message = f"{name} is an OpenDocument file. Save it as DOCX or PDF and try again."
            raise DocumentUnreadable(message)
    for folder, program in OTHER_PROGRAMS.items():
        if any(each.startswith(folder) for each in names) and MAIN_PART not in names:
            message = f"{name} is {program}. Save its text as DOCX or PDF and try again."
            raise DocumentUnreadable(message)
    if "[Content_Types].xml" not in names:
        message = f"{name} is a ZIP archive without a Word document. Unpack it first."
        raise DocumentUnreadable(message)


def _check_markup(markup: bytes, member: str, name: str) -> None:
    if any(sign in markup for sign in DTD):
        message = (
            f"{name} holds a DTD in {member!r}, which no DOCX file may. Save it again in Word."
        )
        raise DocumentUnreadable(message)
