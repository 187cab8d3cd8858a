"""How posts and roadmaps are described to search engines and networks."""

from django.utils.text import Truncator

from core.schema_org import stated, whole_address

#: Longer headlines are cut by who shows them (Google Search Central, “Article structured data”).
HEADLINE_LENGTH = 110


def open_graph(page, *, published, author_urls=()) -> list[tuple[str, str]]:
    """Properties of an `article` (ogp.me); an author is known by the address of a page."""
    moments = {"article:published_time": published, "article:modified_time": page.last_published_at}
    return [
        *((name, moment.isoformat()) for name, moment in moments.items() if moment),
        *(("article:author", url) for url in author_urls),
    ]


def article_data(page, request, *, published, authors) -> dict:
    """What schema.org asks of an Article, `published` being its day and `authors` people."""
    return stated(
        headline=Truncator(page.title).chars(HEADLINE_LENGTH),
        datePublished=published.isoformat() if published else "",
        dateModified=page.last_published_at.isoformat() if page.last_published_at else "",
        author=[{"@type": "Person", "name": author.name} for author in authors],
        image=whole_address(request, page.shared_image.file.url) if page.shared_image else "",
    )
