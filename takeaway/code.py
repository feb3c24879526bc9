"""The resume code as a QR picture: an address whose fragment no server ever sees."""

from __future__ import annotations

MOST = 1_500  # characters of an address; the squares of a longer one are too small on the screen of a phone


def address(page: str, code: str) -> str:
    """The front door of the app that serves `page`, with the code in the fragment."""
    return f"{'/'.join(page.split('/')[:3])}/#r={code}"


def picture(link: str) -> str | None:
    """The QR picture of a link as a data address for <img>, black on white; None where it would be too dense to scan."""
    import segno

    if len(link) > MOST:
        return None
    return segno.make(link, error="l", micro=False).svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
