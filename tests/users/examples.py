"""What each address of the admin is visited with: one thing of each kind, made by somebody else."""

from fnmatch import fnmatchcase

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Locale, Site, UploadedFile
from wagtail_localize.models import (
    OverridableSegment,
    StringSegment,
    Translation,
    TranslationSource,
)

from core.models import Navigation
from desk.pasting.models import BroughtDocument
from desk.trash.throwing import put
from documents.models import CustomDocument
from films.models import Film
from home.adhesion import fee_calls
from home.adhesion.models import Renewal, RequestMail
from images.models import CustomImage
from programmes.agenda.models import Venue
from tests.adhesion.factories import AdhesionRequestFactory, FeeScheduleFactory, MembershipFactory
from tests.agenda.registering import open_event, registered
from tests.factories import (
    AgendaPageFactory,
    BlogIndexPageFactory,
    CommitmentFactory,
    ContentPageFactory,
    DocumentFactory,
    ImageFactory,
    PartnerFactory,
    PersonFactory,
    PostPageFactory,
    RoadmapIndexPageFactory,
    RoadmapPageFactory,
    TermFactory,
    TerritoryFactory,
    ThemeFactory,
    UserFactory,
)
from users import roles


def lay_out(home) -> dict[str, dict]:
    """Makes one thing of each kind; answers with the arguments of addresses, by pattern of names.

    Those of the longest pattern that fits count; `?` is what stands in the query.
    """
    roles.establish_all()
    author = UserFactory(username="somebody-else")
    author.groups.add(Group.objects.get(name=roles.WRITING.name))
    blog = BlogIndexPageFactory(parent=home)
    post = PostPageFactory(parent=blog, listing_image=ImageFactory())
    return {
        "*": _page(blog, post),
        **_files(author),
        **_review(blog, author),
        **_translation(post),
        "trash:*": {"pk": put(ContentPageFactory(parent=home), author).pk},
        **_snippets(home),
        **_installation(home, author),
        **_memberships(author),
        **_registrations(home),
        "pasting_new": {"page_id": blog.pk},
        "pasting_check": {"pk": BroughtDocument.objects.create(owner=author, page=post, kind="txt").pk},
        "mails_one": {"section": "membership", "key": "receipt"},
        "wagtail_bulk_action": {"app_label": "wagtailcore", "model_name": "page", "?": f"id={post.pk}"},
        "wagtailadmin_tag_model_autocomplete": {"app_name": "taggit", "model_name": "tag"},
        "wagtailadmin_editing_sessions:*": {
            "app_label": "wagtailcore",
            "model_name": "page",
            "object_id": post.pk,
            "session_id": EditingSession.objects.create(
                user=author,
                content_type=ContentType.objects.get_for_model(post),
                object_id=post.pk,
                last_seen_at=timezone.now(),
            ).pk,
        },
    }


def _page(blog, post) -> dict:
    post.introduction = "Ce qui n’est pas encore publié."
    draft = post.save_revision()
    return {
        "app_label": "blog",
        "model_name": "postpage",
        "content_type_app_name": "blog",
        "content_type_model_name": "postpage",
        "parent_page_id": blog.pk,
        "page_id": post.pk,
        "pk": post.pk,
        "page_to_move_id": post.pk,
        "destination_id": blog.pk,
        "revision_id": draft.pk,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "action": "publish",
        "action_name": "publish",
    }


def _files(author) -> dict[str, dict]:
    """An image, a document and a film for all, and what somebody else has begun to send."""
    root = Collection.get_first_root_node()
    image, document = (
        ImageFactory(collection=root).pk,
        DocumentFactory(collection=root, file__filename="note.txt").pk,
    )
    film = Film.objects.create(
        title="Un film", duration=1, type="video", file=ContentFile(b"film", name="film.mp4")
    )
    return {
        "wagtail*images*": {
            "pk": image,
            "image_id": image,
            "filter_spec": "width-100",
            "uploaded_file_id": _half_sent(CustomImage, author),
        },
        "wagtail*doc*": {
            "pk": document,
            "document_id": document,
            "doc_id": document,
            "uploaded_file_id": _half_sent(CustomDocument, author),
        },
        "films_chosen": {"media_id": film.pk},
        "wagtailmedia:*": {"media_id": film.pk, "media_type": "video"},
    }


def _half_sent(model, author) -> int:
    upload = UploadedFile(for_content_type=ContentType.objects.get_for_model(model), uploaded_by_user=author)
    upload.file.save("half.txt", ContentFile(b"half"))
    return upload.pk


def _review(blog, author) -> dict[str, dict]:
    """A post that waits for approval."""
    post = PostPageFactory(parent=blog, live=False)
    post.save_revision(user=author)
    state = post.get_workflow().start(post, author)
    waiting = {
        "page_id": post.pk,
        "task_id": state.current_task_state.task_id,
        "task_state_id": state.current_task_state.pk,
        "workflow_state_id": state.pk,
        "action_name": "approve",
    }
    return {
        "wagtailadmin_pages:*workflow*": waiting,
        "wagtailadmin_workflows:*": {
            "pk": state.workflow_id,
            "workflow_pk": state.workflow_id,
            "page_pk": blog.get_root().pk,
            "task_id": waiting["task_id"],
            "app_label": "wagtailcore",
            "model_name": "groupapprovaltask",
        },
        "wagtailadmin_workflows:*_task": {"pk": waiting["task_id"]},
    }


def _translation(post) -> dict[str, dict]:
    english = Locale.objects.get(language_code="en")
    theme = ThemeFactory()
    source, _created = TranslationSource.update_or_create_from_instance(post)
    translation = Translation.objects.create(source=source, target_locale=english)
    translation.save_target()
    translated = post.get_translation(english)
    return {
        "wagtail_localize:*": {
            "translation_source_id": source.pk,
            "translation_id": translation.pk,
            "string_segment_id": StringSegment.objects.filter(source=source).first().pk,
            "overridable_segment_id": OverridableSegment.objects.filter(source=source).first().pk,
        },
        "wagtail_localize:convert_to_alias": {"page_id": translated.pk},
        "freshness_*": {
            "key": post.translation_key,
            "language": english.language_code,
            "translation_id": translation.pk,
            "translation_source_id": source.pk,
        },
        "handbook_chapter": {"slug": "se-reperer"},
        "wagtail_localize:*snippet*": {"app_label": "core", "model_name": "theme", "pk": theme.pk},
        # What was copied as it stands.
        "wagtailadmin_pages:convert_alias": {"page_id": post.create_alias(update_slug="alias").pk},
    }


def _snippets(home) -> dict[str, dict]:
    french = Locale.get_default()
    fee = FeeScheduleFactory()
    roadmap = RoadmapPageFactory(parent=RoadmapIndexPageFactory(parent=home))
    things = {
        "core_navigation": Navigation.objects.create(locale=french),
        "core_partner": PartnerFactory(),
        "core_person": PersonFactory(),
        "core_term": TermFactory(),
        "core_territory": TerritoryFactory(),
        "core_theme": ThemeFactory(),
        "adhesion_feeschedule": fee,
        "agenda_venue": Venue.objects.create(name="Superpublic", locale=french),
        "blog_commitment": CommitmentFactory(roadmap=roadmap),
    }
    revision = fee.save_revision()
    return {
        f"wagtailsnippet*_{model}:*": {"pk": thing.pk, "state": "done", "revision_id": revision.pk}
        for model, thing in things.items()
    }


def _installation(home, author) -> dict[str, dict]:
    """What administrators alone look after."""
    collection = Collection.get_first_root_node().add_child(name="Ateliers")
    redirect = Redirect.objects.create(old_path="/ancienne", redirect_page=home)
    return {
        "wagtailadmin_collections:*": {"pk": collection.pk, "collection_id": collection.pk},
        "wagtailredirects:*": {"redirect_id": redirect.pk},
        "wagtailsettings:*": {
            "app_name": "core",
            "model_name": "contactsettings",
            "pk": home.get_site().pk,
        },
        "wagtaillocales:*": {"pk": Locale.objects.get(language_code="en").pk},
        "wagtailsites:*": {"pk": Site.objects.get().pk},
        "wagtailusers_users:*": {"pk": author.pk},
        "users_colleague": {"pk": author.pk},
        "wagtailusers_groups:*": {"pk": Group.objects.first().pk},
        "wagtailadmin_password_reset_confirm": {"uidb64": "MQ", "token": "set-password"},
    }


def _memberships(author) -> dict[str, dict]:
    request = AdhesionRequestFactory()
    membership = MembershipFactory()
    call = fee_calls.issue(membership, actor=author)
    mail = RequestMail.objects.filter(request=membership.request).first()
    former = MembershipFactory(request__year=2015)
    Renewal.objects.create(membership=former, year=2016)
    return {
        "adhesion_*": {"pk": request.pk, "year": 2016, "action": "accept"},
        "adhesion_requests:send_again": {"pk": membership.request_id, "mail": mail.pk},
        "adhesion_memberships:*": {"pk": former.pk},
        "adhesion_renewals:*": {"pk": former.pk},
        "adhesion_organisations:*": {"pk": membership.organisation_id},
        "adhesion_fee_calls:*": {"pk": call.pk},
        "adhesion_fee_calls:issue": {"pk": MembershipFactory().pk},
    }


def _registrations(home) -> dict[str, dict]:
    event = open_event(AgendaPageFactory(parent=home))
    return {"event_registrations:*": {"event": event.pk, "pk": registered(event).pk}}


def arguments(address, known: dict[str, dict]) -> tuple[dict, str]:
    """What an address is reversed with, and its query; `KeyError` where no example gives an argument."""
    fitting = sorted((pattern for pattern in known if fnmatchcase(address.name, pattern)), key=len)
    given = {name: value for pattern in fitting for name, value in known[pattern].items()}
    return {name: given[name] for name in address.arguments}, given.get("?", "")
