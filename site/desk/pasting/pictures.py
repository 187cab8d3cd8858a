"""Pictures of a document, as images of the library."""

import base64
import binascii
import io
from urllib.parse import unquote_to_bytes

import willow
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import slugify
from django.utils.translation import gettext as _
from PIL import Image as PillowImage
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.permissions import policy_registry
from wagtail.utils.file import hash_filelike

from core.importing import Picture, PictureRefused
from uploads.checks import too_large

#: Points of the pictures that are shown before they are kept.
THUMBNAIL = 480
#: Pictures of one document.
MOST = 100


class Shown:
    """Shows what a document holds and keeps none of it: for the time of the check.

    Called with a picture it answers with its number, or None where the document holds it not; `thumbnails`
    are addresses that hold the picture, by number.
    """

    def __init__(self, user, held: dict[str, bytes]):
        self.user = user
        self.held = held
        self.thumbnails: dict[int, str] = {}

    def __call__(self, picture: Picture) -> int | None:
        content = self._content(picture)
        if content is None:
            return None
        if len(self.thumbnails) >= MOST:
            raise PictureRefused(_("a document brings %(most)d images at most") % {"most": MOST})
        form = image_form(self.user, picture, content)
        self.thumbnails[picture.number] = _thumbnail(form.cleaned_data["file"])
        return picture.number

    def _content(self, picture: Picture) -> bytes | None:
        if picture.source.startswith("data:"):
            return data(picture.source)
        return self.held.get(picture.source)


class Kept(Shown):
    """Puts them in the library; one that is there already is used again."""

    def __call__(self, picture: Picture) -> int | None:
        content = self._content(picture)
        if content is None:
            return None
        if len(self.thumbnails) >= MOST:
            raise PictureRefused(_("a document brings %(most)d images at most") % {"most": MOST})
        form = image_form(self.user, picture, content)
        file = form.cleaned_data["file"]
        self.thumbnails[picture.number] = ""
        policy = policy_registry.get_by_type(get_image_model())
        mine = policy.instances_user_has_permission_for(self.user, "choose")
        same = mine.filter(file_hash=hash_filelike(file)).order_by("pk").first()
        return same.pk if same else form.save().pk


def data(address: str) -> bytes | None:
    """What a `data:` address holds (RFC 2397); None where it holds nothing."""
    head, comma, body = address.removeprefix("data:").partition(",")
    if not comma:
        return None
    if len(body) > settings.IMAGE_UPLOAD_LIMIT * 3:
        raise PictureRefused(too_large(settings.IMAGE_UPLOAD_LIMIT))
    raw = unquote_to_bytes(body)
    if not head.lower().endswith(";base64"):
        return raw or None
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4)) or None
    except binascii.Error:
        return None


def image_form(user, picture: Picture, content: bytes):
    """The form of the library, filled in and valid. Raises `PictureRefused` with what it says."""
    model = get_image_model()
    policy = policy_registry.get_by_type(model)
    collection = policy.collections_user_has_permission_for(user, "add").order_by("path").first()
    if collection is None:
        raise PictureRefused(_("your account may not add images to the library"))
    if len(content) > settings.IMAGE_UPLOAD_LIMIT:
        raise PictureRefused(too_large(settings.IMAGE_UPLOAD_LIMIT))
    content, extension = _in_known_format(content)
    title = picture.alt or _("Image %(number)d of a document") % {"number": picture.number}
    name = f"{slugify(title)[:60] or 'image'}.{extension}"
    form = get_image_form(model)(
        {"title": title[:255], "description": picture.alt[:255], "collection": collection.pk},
        {"file": SimpleUploadedFile(name, content)},
        instance=model(uploaded_by_user=user),
        user=user,
    )
    if not form.is_valid():
        raise PictureRefused(" ".join(message for messages in form.errors.values() for message in messages))
    return form


def _in_known_format(content: bytes) -> tuple[bytes, str]:
    """The picture in a format of the library, converted where browsers do not show its own."""
    try:
        name = willow.Image.open(io.BytesIO(content)).format_name
    except Exception:  # whatever the content makes it raise
        name = ""
    if name in settings.WAGTAILIMAGES_EXTENSIONS:
        return content, name
    try:
        with PillowImage.open(io.BytesIO(content)) as image:
            limit = PillowImage.MAX_IMAGE_PIXELS
            if limit and image.width * image.height > limit:
                raise PictureRefused(_("it has too many pixels"))
            converted = io.BytesIO()
            image.convert("RGBA").save(converted, "PNG")
    except PictureRefused:
        raise
    except Exception as error:
        raise PictureRefused(_("it is in no format that browsers show: save it as PNG or JPEG")) from error
    return converted.getvalue(), "png"


def _thumbnail(file) -> str:
    """Small enough to be shown inside the screen; a drawing has none."""
    try:
        file.seek(0)
        with PillowImage.open(file) as image:
            image.thumbnail((THUMBNAIL, THUMBNAIL))
            small = io.BytesIO()
            image.convert("RGB").save(small, "JPEG", quality=70)
    except OSError:
        return ""
    return "data:image/jpeg;base64," + base64.b64encode(small.getvalue()).decode("ascii")
