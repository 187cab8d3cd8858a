"""Samples of the mails that the admin sends: about reviews, about comments, for a new password."""

from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page
from wagtail.permissions import policy_registry

from core.clock import today
from core.mail_samples import Sample, Section
from users.models import User

NOTIFICATIONS = "wagtailadmin/notifications/"


@dataclass(frozen=True)
class ImaginaryPage:
    """What the mails ask of the page that they are about."""

    title: str
    full_url: str
    current_workflow_state: object
    live: bool = True
    pk: int = 0

    def get_admin_display_title(self) -> str:
        return self.title


def samples(language: str) -> list[Sample]:
    with translation.override(language):
        writer = User(username="camille", first_name=_("Camille"), last_name=_("Example"))
        reviewer = User(username="dominique", first_name=_("Dominique"), last_name=_("Example"))
        page = ImaginaryPage(
            title=_("Page that does not exist"),
            full_url=f"{settings.WAGTAILADMIN_BASE_URL}/…/",
            current_workflow_state=SimpleNamespace(requested_by=writer),
        )
        said = SimpleNamespace(text=_("What somebody typed stands here."))
        approval = {"page": page, "reviewer": reviewer, "comment": said.text, "user": writer}
        later = timezone.make_aware(datetime(today().year + 1, 1, 5, 8))
        return [
            _notification(
                "task_state_submitted",
                gettext_lazy("A review is asked for"),
                gettext_lazy("Validation"),
                {"page": page, "task": SimpleNamespace(pk=0), "user": reviewer},
            ),
            _notification(
                "workflow_state_rejected",
                gettext_lazy("Changes are asked for"),
                gettext_lazy("whoever asked for the review"),
                approval | {"task_state": SimpleNamespace(finished_by=reviewer)},
            ),
            _notification(
                "workflow_state_approved",
                gettext_lazy("Published"),
                gettext_lazy("whoever asked for the review"),
                approval,
            ),
            _notification(
                "workflow_state_approved",
                gettext_lazy("Approved, published later"),
                gettext_lazy("whoever asked for the review"),
                approval
                | {
                    "page": ImaginaryPage(page.title, page.full_url, None, live=False),
                    "publication_date": later,
                },
                key="approved-later",
            ),
            _notification(
                "updated_comments",
                gettext_lazy("Comments"),
                gettext_lazy("whoever follows the page, and whoever took part"),
                {
                    "page": page,
                    "editor": reviewer,
                    "user": writer,
                    "new_comments": [said],
                    "replied_comments": [{"comment": said, "replies": [said]}],
                    "resolved_comments": [said],
                    "deleted_comments": [said],
                },
            ),
            _sample(
                "new-password",
                gettext_lazy("New password"),
                gettext_lazy("whoever asked for it"),
                "wagtailadmin/account/password_reset/email_subject.txt",
                "wagtailadmin/account/password_reset/email.txt",
                {"user": writer, "uid": "…", "token": "…"},
            ),
        ]


def _notification(template, name, reader, context, *, key="") -> Sample:
    subject, text = f"{NOTIFICATIONS}{template}_subject.txt", f"{NOTIFICATIONS}{template}.txt"
    return _sample(
        key or template.replace("_", "-"), name, reader, subject, text, context | {"settings": settings}
    )


def _sample(key, name, reader, subject, text, context) -> Sample:
    return Sample(
        key=key,
        name=name,
        reader=reader,
        subject=render_to_string(subject, context).strip(),
        text=render_to_string(text, context).strip() + "\n",
    )


def _is_readable(user) -> bool:
    return policy_registry.get_by_type(Page).user_has_permission(user, "publish")


SECTION = Section("reviews", gettext_lazy("Review and accounts"), _is_readable, samples)
