"""What kind of file some bytes are, by how they start. Pure."""

OPEN_PACKAGE = b"PK\x03\x04"
# Office files before 2007, and encrypted ones of today.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
STARTS = {
    b"%PDF": "pdf",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"RIFF": "picture",
    b"II*\x00": "picture",
    b"MM\x00*": "picture",
    b"\x1f\x8b": "archive",
    b"BZh": "archive",
    b"7z\xbc\xaf": "archive",
    b"Rar!": "archive",
    b"\xfd7zXZ": "archive",
    b"PK\x05\x06": "archive",
    b"<": "markup",
    b"\xff\xfe": "utf16",
    b"\xfe\xff": "utf16",
}
# UTF-16 without its mark has a NUL beside every Latin letter.
SAMPLE = 1000
MANY_NULS = 0.2


def recognise_kind(content: bytes) -> str:
    """``csv``, ``json`` or ``xlsx``; else what the file is instead, or ``empty``."""
    text = content.removeprefix(BYTE_ORDER_MARK).lstrip()
    if not text:
        return "empty"
    if content.startswith(OPEN_PACKAGE):
        return "xlsx"
    if content.startswith(COMPOUND):
        return "protected" if ENCRYPTED in content else "old_office"
    if content[4:8] == b"ftyp":
        return "picture"
    for start, kind in STARTS.items():
        if text.startswith(start):
            return kind
    sample = content[:SAMPLE]
    if sample.count(0) > MANY_NULS * len(sample):
        return "utf16"
    return "json" if text[:1] in (b"[", b"{") else "csv"
