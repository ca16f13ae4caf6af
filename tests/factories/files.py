"""Small files with a planted name, of every kind that a reviewer looks at. Fictional people."""

import io
import json
import zipfile
from email.message import EmailMessage

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

NAME = "Zebulon Quackenbush"
MAIL = "z.quackenbush@example.com"
CODE = f'# Author: {NAME} <{MAIL}>\nimport os\n\n\ndef greet() -> str:\n    """Say hello."""\n    return "hello"\n'
PLACE_PT = (72.0, 700.0, 14.0)
"""Left and base line of the name on a page of a PDF from the bottom left, and its size."""
PLACE_PX = (60, 120, 40)
"""Left, top and size of the name on a picture."""


def mail() -> bytes:
    message = EmailMessage()
    message["From"] = f"{NAME} <{MAIL}>"
    message["To"] = "office@example.org"
    message["Subject"] = f"Plan of {NAME}"
    message["Date"] = "Mon, 04 Mar 2024 10:00:00 +0100"
    message.set_content(f"Dear colleague,\n\nplease ask {NAME} about the price.\n")
    return bytes(message)


def notebook() -> bytes:
    def cell(kind: str, text: str, **more: object) -> dict[str, object]:
        return {"cell_type": kind, "metadata": {}, "source": text.splitlines(True), **more}

    output = {"output_type": "stream", "name": "stdout", "text": [f"hello {NAME}\n"]}
    cells = [
        cell("markdown", f"# Report\nWritten by {NAME}."),
        cell("code", "print('hello')", execution_count=1, outputs=[output]),
    ]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    whole = {"cells": cells, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole).encode()


def code_zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("app/main.py", CODE)
        archive.writestr("README.md", f"# App\n\nWritten by {NAME}.\n")
    return target.getvalue()


def pdf(pages: int = 1) -> bytes:
    """The name on the first page at ``PLACE_PT``; prose on every page."""
    target = io.BytesIO()
    sheet = canvas.Canvas(target, pagesize=LETTER, invariant=1)
    left, base, size = PLACE_PT
    for number in range(pages):
        sheet.setFont("Helvetica", size)
        if number == 0:
            sheet.drawString(left, base, NAME)
        for row in range(20):
            sheet.drawString(
                left, base - 40 - 20 * row, "The price of the goods is fair and final."
            )
        sheet.showPage()
    sheet.save()
    return target.getvalue()


def scan() -> bytes:
    """A page of a PDF that is nothing but a picture of words."""
    target = io.BytesIO()
    sheet = canvas.Canvas(target, pagesize=LETTER, invariant=1)
    sheet.drawImage(ImageReader(io.BytesIO(picture())), 36, 480, width=540, height=270)
    sheet.showPage()
    sheet.save()
    return target.getvalue()


def picture() -> bytes:
    """The name at ``PLACE_PX``."""
    image = Image.new("RGB", (1000, 500), "white")
    left, top, size = PLACE_PX
    font = ImageFont.load_default(size)
    draw = ImageDraw.Draw(image)
    draw.text((left, top), NAME, fill="black", font=font)
    draw.text((left, top + 180), "The price is fair.", fill="black", font=font)
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def place_on_picture() -> tuple[float, float, float, float]:
    """The name's edges on the picture: left, top, right, bottom."""
    left, top, size = PLACE_PX
    draw = ImageDraw.Draw(Image.new("RGB", (1, 1)))
    return draw.textbbox((left, top), NAME, font=ImageFont.load_default(size))


def place_on_page() -> tuple[float, float, float, float]:
    """The name's edges on the PDF's first page in points from the top left."""
    left, base, size = PLACE_PT
    width = canvas.Canvas(io.BytesIO()).stringWidth(NAME, "Helvetica", size)
    bottom = LETTER[1] - base
    return left, bottom - 0.7 * size, left + width, bottom
