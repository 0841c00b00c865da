"""Pictures that phones read. Pure."""

import base64
import io

import qrcode


def draw_qr_code(text: str) -> str:
    """A picture that a phone reads as ``text``, told as a whole: a ``data:`` address."""
    picture = io.BytesIO()
    qrcode.make(text).save(picture, format="png")
    return f"data:image/png;base64,{base64.b64encode(picture.getvalue()).decode()}"
