"""A link as a picture that another phone in the same room can photograph. It asks nobody else to draw it."""

import segno


def to_photograph(link: str) -> str:
    """A QR code as a `data:` image, dark on light whatever the page looks like."""
    return segno.make_qr(link, error="m").svg_data_uri(
        scale=4, border=4, dark="#000", light="#fff", omitsize=True
    )
