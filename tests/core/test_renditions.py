"""Pictures are made as a page is published: its first visitor makes none."""

import pytest

from core import renditions
from images.models import CustomRendition
from tests.factories import (
    BlogIndexPageFactory,
    BookPageFactory,
    CollectionPageFactory,
    ContentPageFactory,
    EpisodePageFactory,
    ImageFactory,
    PostPageFactory,
    ProgrammeIndexPageFactory,
    ProgrammePageFactory,
    PublicationIndexPageFactory,
    VideoSeriesPageFactory,
)


@pytest.fixture
def published(settings, django_capture_on_commit_callbacks):
    """Publishes a page made as a draft, as it happens where the publisher waits for the pictures."""
    settings.RENDITIONS_AT_PUBLICATION = "at once"

    def publish(page):
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
        return CustomRendition.objects.count()

    return publish


def figure(image):
    image.contextual_alt_text, image.decorative = "Ce qu’elle montre", False
    return {"image": image, "caption": ""}


def pictured(make, parent, **fields):
    return make(
        parent=parent,
        live=False,
        listing_image=ImageFactory(),
        sharing_image=ImageFactory(),
        body=[
            ("image", figure(ImageFactory())),
            ("gallery", {"images": [figure(ImageFactory()), figure(ImageFactory())]}),
        ],
        **fields,
    )


def test_a_post_its_index_and_the_front_door(home, client, published):
    blog = BlogIndexPageFactory(parent=home)
    post = pictured(PostPageFactory, blog)
    made = published(post)
    # 6 for its card, 1 to share it, 6 for the figure, 12 for the gallery.
    assert made == 25
    for address in (post.url, blog.url, home.url):
        client.get(address)
    assert CustomRendition.objects.count() == made


@pytest.mark.parametrize(
    ("index", "page"),
    [
        (None, ContentPageFactory),
        (ProgrammeIndexPageFactory, ProgrammePageFactory),
        ((PublicationIndexPageFactory, CollectionPageFactory), BookPageFactory),
        ((PublicationIndexPageFactory, VideoSeriesPageFactory), EpisodePageFactory),
    ],
)
def test_every_kind_of_page(home, client, published, index, page):
    parent = home
    for make in index if isinstance(index, tuple) else filter(None, (index,)):
        parent = make(parent=parent)
    has_cover = "cover" in {field.name for field in page._meta.model._meta.fields}
    shown = pictured(page, parent, **({"cover": ImageFactory()} if has_cover else {}))
    made = published(shown)
    assert made
    while shown is not None and shown.depth > 1:
        client.get(shown.url)
        shown = shown.get_parent()
    assert CustomRendition.objects.count() == made


def test_a_card_further_down_a_list(home, client, published):
    """Where the pages above do not show it: it may be on their second leaf, or related to another post."""
    blog = BlogIndexPageFactory(parent=home)
    post = pictured(PostPageFactory, blog)
    for _number in range(13):
        PostPageFactory(parent=blog, date="2016-02-01")
    made = published(post)
    client.get(f"{blog.url}?page=2")
    assert CustomRendition.objects.count() == made


def test_a_draft_makes_none(home, settings, django_capture_on_commit_callbacks):
    settings.RENDITIONS_AT_PUBLICATION = "at once"
    with django_capture_on_commit_callbacks(execute=True):
        pictured(PostPageFactory, BlogIndexPageFactory(parent=home)).save_revision()
    assert not CustomRendition.objects.exists()


def test_one_thread_sees_what_is_published_meanwhile(monkeypatch):
    seen, visitor = [], renditions.Visitor()

    def see(keys):
        seen.append(keys)
        if len(seen) == 1:
            visitor.send(2)
            visitor.send(3)
            visitor.send(2)
            raise OSError("Full disk")

    monkeypatch.setattr(renditions, "see", see)
    visitor.send(1).join()
    assert seen == [{1}, {2, 3}]
    visitor.send(4).join()
    assert seen == [{1}, {2, 3}, {4}]
