"""How posts and roadmaps are described to search engines."""

from django.utils.text import Truncator

from core.schema_org import stated

#: Longer headlines are cut by who shows them (Google Search Central, “Article structured data”).
HEADLINE_LENGTH = 110


def article_data(page, request, *, published, authors) -> dict:
    """What schema.org asks of an Article, `published` being its day and `authors` people."""
    return stated(
        headline=Truncator(page.title).chars(HEADLINE_LENGTH),
        datePublished=published.isoformat() if published else "",
        dateModified=page.last_published_at.isoformat() if page.last_published_at else "",
        author=[{"@type": "Person", "name": author.name} for author in authors],
        image=request.build_absolute_uri(page.shared_image.file.url) if page.shared_image else "",
    )
