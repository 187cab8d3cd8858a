"""Who chooses a film for a page: whoever may send one.

The library offers and hands over none but those that one may change: somebody who writes the page of an
episode would have to send its film again. Images and documents have a permission to choose; films have none.
"""

from django.shortcuts import get_object_or_404
from django.urls import path
from wagtail import hooks
from wagtail.admin.auth import permission_denied
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.permissions import policy_registry
from wagtailmedia.views.chooser import get_media_json

from films.models import Film


def _may_choose(user) -> bool:
    return policy_registry.get_by_type(Film).user_has_any_permission(user, ["add", "change", "delete"])


@hooks.register("construct_media_chooser_queryset")
def offer_every_film(films, request):
    return Film.objects.all() if _may_choose(request.user) else films


@hooks.register("register_admin_urls")
def handing_over():
    # Before the library's own, which has the same path.
    return [path("media/chooser/<int:media_id>/", film_chosen, name="films_chosen")]


def film_chosen(request, media_id):
    """Hands the film over to the form in which it was asked for."""
    if not _may_choose(request.user):
        return permission_denied(request)
    film = get_object_or_404(Film, pk=media_id)
    return render_modal_workflow(
        request, None, None, json_data={"step": "media_chosen", "result": get_media_json(film)}
    )
