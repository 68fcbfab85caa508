"""A QR code of a link, drawn here."""

import segno


def picture_of(link: str) -> str:
    """Return a `data:` image; dark on light whatever the page looks like."""
    return segno.make_qr(link, error="m").svg_data_uri(
        scale=4, border=4, dark="#000", light="#fff", omitsize=True
    )
