"""A blog and its posts."""

import datetime

import pytest

from blog.models import PostAuthor
from tests.factories import BlogIndexPageFactory, PersonFactory, PostPageFactory


@pytest.fixture
def blog(home):
    return BlogIndexPageFactory(parent=home, title="Blog", slug="blog")


@pytest.fixture
def author(db):
    return PersonFactory(name="Stéphane Vincent", slug="stephane-vincent")


@pytest.fixture
def write(blog):
    """Publishes a post below the blog."""

    def write(title="Billet", date="2016-01-04", *, authors=(), tags=(), **fields):
        post = PostPageFactory(parent=blog, title=title, date=datetime.date.fromisoformat(date), **fields)
        post.post_authors = [PostAuthor(person=person) for person in authors]
        post.tags.add(*tags)
        post.save_revision().publish()
        return post

    return write
