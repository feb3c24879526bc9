"""The resume code as a QR picture: an address whose fragment no server ever sees."""

from __future__ import annotations

MOST = 2_300  # characters of an address that a cheap camera still reads from a screen


def address(page: str, code: str) -> str:
    """The front door of the app that serves `page`, with the code in the fragment."""
    return f"{'/'.join(page.split('/')[:3])}/#r={code}"


def svg(link: str) -> str | None:
    """The QR picture of a link as SVG, black on white; None where it would be too dense to scan."""
    import segno

    if len(link) > MOST:
        return None
    return segno.make(link, error="l", micro=False).svg_inline(scale=4, border=4, dark="#000", light="#fff", title="接着填的二维码")
