"""How posts and roadmaps are described to search engines."""


def article_data(page, request, *, published, authors) -> dict:
    """What schema.org asks of an Article, `published` being its day and `authors` people."""
    data = {
        "headline": page.title,
        "datePublished": published.isoformat() if published else None,
        "dateModified": page.last_published_at.isoformat() if page.last_published_at else None,
        "author": [{"@type": "Person", "name": author.name} for author in authors],
    }
    if page.shared_image:
        data["image"] = request.build_absolute_uri(page.shared_image.file.url)
    return data
