"""What a PDF holds: its words, and what the picture on it says to a phone."""

import io

import qrcode
from pypdf import PdfReader


def read_text(content):
    """All the words of a PDF, one space between each."""
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def count_pages(content):
    return len(PdfReader(io.BytesIO(content)).pages)


def has_qr_code(content, text):
    """Whether a picture of the PDF is what a phone reads as that text, square by square."""
    pictures = [
        picture.image.convert("L")
        for page in PdfReader(io.BytesIO(content)).pages
        for picture in page.images
    ]
    return any(_is_qr_code(picture, text) for picture in pictures)


def _is_qr_code(picture, text):
    code = qrcode.QRCode()
    code.add_data(text)
    squares = code.get_matrix()
    size = picture.width / len(squares)
    return picture.width == picture.height and squares == [
        [
            picture.getpixel((int((column + 0.5) * size), int((row + 0.5) * size)))
            < 128
            for column in range(len(squares))
        ]
        for row in range(len(squares))
    ]
