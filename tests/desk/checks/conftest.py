"""A blog with one post, and people who write and publish in it."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from tests.factories import BlogIndexPageFactory, ImageFactory, PostPageFactory, UserFactory
from users import roles


@pytest.fixture
def blog(home):
    return BlogIndexPageFactory(parent=home)


@pytest.fixture
def draft(blog):
    """A post that nobody has published yet."""
    return PostPageFactory(parent=blog, title="Une matinée au guichet", live=False)


@pytest.fixture
def image(db):
    return ImageFactory(title="Le guichet", credit="Julie Bernard")


@pytest.fixture
def as_role(client, home):
    """Logs somebody in who has one of the four roles."""

    def enter(name):
        roles.establish_all()
        user = UserFactory()
        user.groups.add(Group.objects.get(name=name))
        client.force_login(user)
        return user

    return enter


def stream(*children):
    """A body as it is stored."""
    return [
        {"type": kind, "value": value, "id": f"b{number}"} for number, (kind, value) in enumerate(children)
    ]


def picture(image, alt="Une file devant le guichet", decorative=False, caption=""):
    return {"image": {"image": image.pk, "alt_text": alt, "decorative": decorative}, "caption": caption}


@pytest.fixture
def post_form(client):
    """Posts the form of a post as the editor does, with some of its fields."""

    def post(page, *blocks, action="", address="", **values):
        fields = {
            "title": page.title,
            "slug": page.slug,
            "introduction": page.introduction,
            "date": "2016-01-11",
            "tags": "",
            "body": streamfield(blocks),
            **{name: inline_formset([]) for name in ("post_authors", "comments")},
            **values,
        }
        data = nested_form_data(fields | ({action: "on"} if action else {}))
        return client.post(address or reverse("wagtailadmin_pages:edit", args=[page.pk]), data)

    return post


def typed_picture(image, alt="Une file devant le guichet", caption=""):
    """A picture as the form sends it."""
    return ("image", {"image": {"image": image.pk, "alt_text": alt}, "caption": caption})


def typed_text(html):
    return ("paragraph", rich_text(html, features=["bold", "link", "ol", "ul"]))
