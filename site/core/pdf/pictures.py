"""Pictures of the library on paper: named at once, read only where a document is made."""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

from core.pdf.printing import is_picture

#: Longest side of a photograph (pixels): 170 mm at 200 to the inch.
LONGEST = 1340


class Pictures:
    """Pictures that a document shows. A picture's name changes with its file."""

    def __init__(self):
        self._images: dict[str, object] = {}

    def name(self, image) -> str:
        """What the document calls it."""
        suffix = "svg" if image.is_svg() else "jpg"
        name = f"picture-{image.pk}-{image.file_hash or Path(image.file.name).stem}.{suffix}"
        self._images[name] = image
        return name

    def files(self) -> dict[str, bytes]:
        """By name; one that cannot be read or printed is left out."""
        read = {name: _content(image) for name, image in self._images.items()}
        return {name: content for name, content in read.items() if content and is_picture(content, name)}


def _content(image) -> bytes:
    try:
        with image.file.open("rb") as file:
            return file.read() if image.is_svg() else _photograph(file)
    except (OSError, ValueError, Image.DecompressionBombError):
        return b""


def _photograph(file) -> bytes:
    """On white, upright, no larger than paper needs."""
    with Image.open(file) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGBA")
    upright.thumbnail((LONGEST, LONGEST))
    ground = Image.new("RGB", upright.size, "white")
    ground.paste(upright, mask=upright.getchannel("A"))
    content = BytesIO()
    ground.save(content, "JPEG", quality=82, optimize=True)
    return content.getvalue()
