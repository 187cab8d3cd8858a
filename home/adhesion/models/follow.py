"""The request's own page, behind the signed link of its mails: its state, and what the applicant may do."""

from wagtail.contrib.routable_page.models import path

from home.adhesion import links


class FollowRoutesMixin:
    """Routes of a join page by which an applicant follows, completes, corrects or withdraws a request."""

    def follow_url(self, reference: str, signature: str) -> str:
        return self.url + self.reverse_subpage(
            f"follow_{self.locale.language_code}", args=[reference, signature]
        )

    @path("demande/suivi/<str:reference>/<str:signature>/", name="follow_fr")
    @path("request/follow/<str:reference>/<str:signature>/", name="follow_en")
    def serve_follow(self, request, reference, signature):
        """Where the request stands."""
        followed = links.read_follow_link(reference, signature)
        return self.render_private(
            request, "adhesion/follow.html", {"followed": followed}, status=200 if followed else 404
        )
