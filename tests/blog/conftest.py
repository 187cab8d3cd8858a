"""A blog and its posts."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import PostAuthor
from tests.factories import BlogIndexPageFactory, ContentPageFactory, PersonFactory, PostPageFactory


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


@pytest.fixture
def count_queries(client):
    """Number of queries of a visit, once what is kept between visits is warm."""

    def count(url):
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    return count


@pytest.fixture
def frame(count_queries, home):
    """Number of queries of a page that has nothing but the frame of the site."""
    return count_queries(ContentPageFactory(parent=home).url)
