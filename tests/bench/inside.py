"""What is done from within the application, in a process of its own under production's settings."""

import datetime
import json
import sys
import uuid

import django

#: Rows written at once.
BATCH = 2000
#: Posts are dated one a day back from there, over so many days.
LATEST, DAYS = datetime.date(2015, 12, 31), 3650


def main(what: str, *arguments: str) -> None:
    django.setup()
    sys.stdout.write(json.dumps({"queries": queries, "fill": fill}[what](*arguments)))


def queries(*addresses: str) -> dict[str, int]:
    """How many each address asks of the database, the second time that it is visited."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST="localhost", HTTP_X_FORWARDED_PROTO="https")
    numbers = {}
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        numbers[address] = len(captured)
    return numbers


def fill(size: str) -> int:
    """Adds posts below the blog until the site has that many pages; how many it has then.

    Nothing is saved one by one: rows of the tables as `add_child` and `save` would have written them.
    """
    from django.db import transaction
    from django.db.models import F
    from wagtail.models import Page

    from blog.models import BlogIndexPage, PostPage

    blog = BlogIndexPage.objects.get(locale__language_code="fr")
    patterns = list(PostPage.objects.child_of(blog).prefetch_related("post_authors", "tagged_items"))
    missing = max(0, int(size) - Page.objects.filter(depth__gt=1).count())
    last = Page._str2int(blog.get_last_child().path[-Page.steplen :])
    for first in range(0, missing, BATCH):
        numbers = range(first, min(first + BATCH, missing))
        with transaction.atomic():
            _add_posts(blog, last + 1, [(number, patterns[number % len(patterns)]) for number in numbers])
    Page.objects.filter(pk=blog.pk).update(numchild=F("numchild") + missing)
    return Page.objects.filter(depth__gt=1).count()


def _add_posts(blog, step: int, patterns: list) -> None:
    from wagtail.models import Page

    from blog.models import PostPage
    from blog.models.posts import PostAuthor, PostTag

    posts = [_post(blog, step, number, pattern) for number, pattern in patterns]
    pages = Page.objects.bulk_create(
        [Page(**{name: getattr(post, name) for name in _columns(Page)}) for post in posts]
    )
    for post, page in zip(posts, pages, strict=True):
        post.pk = post.page_ptr_id = page.pk
    # `bulk_create` refuses models whose rows lie in two tables; the first half is there already.
    PostPage._base_manager._insert(
        posts, fields=PostPage._meta.local_concrete_fields, using=PostPage.objects.db
    )
    pairs = [(post, pattern) for post, (_number, pattern) in zip(posts, patterns, strict=True)]
    PostAuthor.objects.bulk_create(
        PostAuthor(page_id=post.pk, person_id=author.person_id, sort_order=author.sort_order)
        for post, pattern in pairs
        for author in pattern.post_authors.all()
    )
    PostTag.objects.bulk_create(
        PostTag(content_object_id=post.pk, tag_id=item.tag_id)
        for post, pattern in pairs
        for item in pattern.tagged_items.all()
    )
    _index(posts)


def _columns(model) -> list[str]:
    return [field.attname for field in model._meta.local_concrete_fields if not field.primary_key]


def _post(blog, step: int, number: int, pattern):
    from blog.models import PostPage

    slug = f"{pattern.slug[:40]}-{number}"
    paragraphs = [block for block in pattern.body.raw_data if block["type"] == "paragraph"][:2]
    kept = {name: getattr(pattern, name) for name in ("introduction", "programme_id", "territory_id")}
    return PostPage(
        title=f"{pattern.title} ({number})",
        draft_title=f"{pattern.title} ({number})",
        slug=slug,
        path=PostPage._get_path(blog.path, blog.depth + 1, step + number),
        depth=blog.depth + 1,
        url_path=f"{blog.url_path}{slug}/",
        content_type_id=pattern.content_type_id,
        locale_id=pattern.locale_id,
        translation_key=uuid.uuid4(),
        first_published_at=pattern.first_published_at,
        last_published_at=pattern.last_published_at,
        date=LATEST - datetime.timedelta(days=number % DAYS),
        body=json.dumps([{**block, "id": str(uuid.uuid4())} for block in paragraphs]),
        **kept,
    )


def _index(posts: list) -> None:
    """What the index of the database backends holds of a page: texts, by object."""
    from modelsearch.conf import get_app_config

    entry = get_app_config().get_model("IndexEntry")
    entry.objects.bulk_create(
        entry(
            content_type_id=post.content_type_id,
            object_id=str(post.pk),
            title=post.title,
            autocomplete=post.title,
            body=f"{post.introduction} {' '.join(block['value'] for block in post.body.raw_data)}",
        )
        for post in posts
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
