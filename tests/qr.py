"""A reader of QR codes, as a telephone has one: off a sheet of paper, off a picture of a page."""

import zxingcpp
from PIL import Image
from pypdfium2 import PdfDocument

# As coarse as a cheap office printer, and as fine as a good one.
RESOLUTIONS = (150, 300)


def read_off(picture: Image.Image) -> list[str]:
    """What each code in a picture says, from above to below."""
    found = zxingcpp.read_barcodes(picture.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode)
    return [one.text for one in sorted(found, key=lambda one: one.position.top_left.y)]


def read_off_paper(pdf: PdfDocument, dots_an_inch: int) -> list[str]:
    """The same of all sheets, each at its real size."""
    return [
        text
        for page in pdf
        for text in read_off(page.render(scale=dots_an_inch / 72, grayscale=True).to_pil())
    ]
