"""Posts and roadmaps as items of CSL-JSON: they are cited too."""

from core.citing.dates import csl_date
from core.citing.items import csl_item
from core.citing.names import body, person
from core.languages import language_of


def post_item(post, *, url: str, organisation: str) -> dict:
    """A post of the blog of `organisation`, which signs those that nobody does."""
    authors = [person(author.name) for author in post.authors]
    return csl_item(
        "post-weblog",
        post.alias_of_id or post.pk,
        post.title,
        author=authors or [body(organisation)],
        issued=csl_date(post.date),
        container_title=organisation,
        language=language_of(post),
        URL=url,
    )


def roadmap_item(roadmap, *, url: str, house) -> dict:
    """The roadmap of a year: a report of the association (`house`, ContactSettings), which signs it alone."""
    return csl_item(
        "report",
        roadmap.alias_of_id or roadmap.pk,
        roadmap.title,
        author=[person(roadmap.author.name) if roadmap.author else body(house.organisation_name)],
        issued=csl_date(roadmap.published_on),
        publisher=house.organisation_name,
        publisher_place=house.city,
        language=language_of(roadmap),
        URL=url,
    )
