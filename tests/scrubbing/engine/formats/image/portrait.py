"""A drawn portrait of nobody, close enough to a photograph for a detector of faces."""

from PIL import Image, ImageDraw, ImageFilter

Colour = tuple[int, int, int]


def portrait(size: int = 150) -> Image.Image:
    """A square picture of twice ``size`` pixels, the face in its middle."""
    image = Image.new("RGB", (size * 2, size * 2), (120, 130, 140))
    draw = ImageDraw.Draw(image)

    def at(*numbers: float) -> tuple[float, ...]:
        return tuple(size + number * size for number in numbers)

    def oval(x: float, y: float, wide: float, high: float, colour: Colour) -> None:
        draw.ellipse(at(x - wide, y - high, x + wide, y + high), fill=colour)

    draw.rectangle(at(-0.9, 0.85, 0.9, 1.0), fill=(40, 50, 90))
    draw.rectangle(at(-0.22, 0.4, 0.22, 0.95), fill=(190, 140, 115))
    oval(0, -0.3, 0.58, 0.6, (45, 30, 20))
    for side in (-1, 1):
        oval(side * 0.5, 0, 0.08, 0.15, (200, 150, 125))
    oval(0, 0.01, 0.5, 0.69, (222, 175, 150))
    oval(0.31, 0.025, 0.19, 0.575, (205, 155, 130))
    for side in (-1, 1):
        x = side * 0.2
        oval(x, -0.09, 0.17, 0.11, (195, 145, 122))
        oval(x, -0.08, 0.1, 0.045, (235, 232, 228))
        oval(x, -0.08, 0.045, 0.045, (40, 28, 20))
        brow = at(x - 0.14, -0.2, x + 0.14, -0.21, x + 0.12, -0.25, x - 0.12, -0.25)
        draw.polygon(brow, fill=(50, 33, 22))
    draw.polygon(at(-0.04, -0.05, 0.05, -0.05, 0.11, 0.2, -0.09, 0.2), fill=(208, 158, 134))
    for side in (-1, 1):
        oval(side * 0.05, 0.187, 0.025, 0.018, (120, 75, 60))
    oval(0, 0.375, 0.17, 0.055, (175, 85, 85))
    draw.line(at(-0.16, 0.37, 0.16, 0.37), fill=(110, 45, 45), width=2)
    return image.filter(ImageFilter.GaussianBlur(size * 0.05))
