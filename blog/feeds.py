"""RSS and Atom: the latest posts whole, with absolute addresses, sent again only when something changed."""

import hashlib
from datetime import datetime, time
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from django.db.models import Count, Max
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import get_language
from django.views.decorators.http import condition

#: Posts in a feed.
LENGTH = 20
#: What a feed reader cannot use: drawings that decorate, what needs the site's own scripts.
DROPPED = ["svg", "script", "style", "button", "form", "iframe", "template", "noscript"]


class RssFeed(Rss201rev2Feed):
    """RSS 2.0 with the text of posts in `content:encoded`, and authors by name alone (`dc:creator`)."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self):
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


class AtomFeed(Atom1Feed):
    """Atom with the text of posts in `content`."""

    content_type = "application/atom+xml; charset=utf-8"

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


#: Characters that XML cannot hold, whatever an editor pasted.
UNPRINTABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])

FEEDS = {"rss": RssFeed, "atom": AtomFeed}


def serve(request, blog, name: str, facet=None) -> HttpResponse:
    """A feed of a blog, whole or of one tag, year or author; 304 for who already has it."""
    posts = facet.filter(blog.posts) if facet else blog.posts
    state = posts.order_by().aggregate(
        number=Count("pk", distinct=True), published=Max("last_published_at"), latest=Max("date")
    )
    changed = max(filter(None, [state["published"], blog.last_published_at]), default=None)
    stamp = f"{request.build_absolute_uri()} {blog.title} {state} {blog.last_published_at}"
    etag = f'"{hashlib.sha256(stamp.encode()).hexdigest()[:32]}"'

    @condition(etag_func=lambda request: etag, last_modified_func=lambda request: changed)
    def fresh(request):
        return _feed(request, blog, posts, FEEDS[name], facet)

    return fresh(request)


def _feed(request, blog, posts, feed_class, facet) -> HttpResponse:
    feed_url = request.build_absolute_uri(request.path)
    feed = feed_class(
        title=f"{facet.heading} — {blog.title}" if facet else blog.title,
        link=urljoin(feed_url, "../"),
        description=blog.introduction or blog.title,
        language=get_language(),
        feed_url=feed_url,
    )
    for post in posts.for_feed()[:LENGTH]:
        address = request.build_absolute_uri(post.get_url(request))
        published = timezone.make_aware(datetime.combine(post.date, time()))
        feed.add_item(
            title=post.title.translate(UNPRINTABLE),
            link=address,
            unique_id=address,
            description=post.introduction.translate(UNPRINTABLE),
            content=readable_elsewhere(_body(request, post), address).translate(UNPRINTABLE),
            author_name=", ".join(author.name for author in post.authors),
            pubdate=published,
            updateddate=max(published, post.last_published_at or published),
            categories=[item.tag.name for item in post.tagged_items.all()],
        )
    response = HttpResponse(content_type=feed_class.content_type)
    feed.write(response, "utf-8")
    return response


def _body(request, post) -> str:
    inputs = {"stream": post.body, "page": post, "is_elsewhere": True}
    return render_to_string("core/components/stream.html", inputs, request)


def readable_elsewhere(html: str, base: str) -> str:
    """HTML as a feed reader can show it: absolute addresses, nothing that needs the site around it."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup(DROPPED):
        element.decompose()
    for element in soup(True):
        for name in ("href", "src", "poster"):
            if name in element.attrs:
                element[name] = urljoin(base, element[name])
        if "srcset" in element.attrs:
            element["srcset"] = ", ".join(_absolute(base, part) for part in element["srcset"].split(","))
        for name in list(element.attrs):
            if name == "class" or name.startswith(("data-", "aria-")):
                del element[name]
    return str(soup).strip()


def _absolute(base: str, candidate: str) -> str:
    """One candidate of a `srcset`: an address, then its width or density."""
    address, *descriptor = candidate.split()
    return " ".join([urljoin(base, address), *descriptor])
