"""What happened to a request, and which mails left because of it."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import translation
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from post_office.models import STATUS, Log

from core.append_only import AppendOnlyMixin, AppendOnlyQuerySet
from core.clock import now

from .requests import AdhesionRequest, ClosingCause, State


class EventKind(models.TextChoices):
    FILED = "filed", pgettext_lazy("event", "Request received")
    TAKEN = "taken", pgettext_lazy("event", "Taken in review")
    ASSIGNED = "assigned", pgettext_lazy("event", "Assigned")
    ASKED = "asked", pgettext_lazy("event", "Completion asked for")
    COMPLETED = "completed", pgettext_lazy("event", "Completed")
    CORRECTED = "corrected", pgettext_lazy("event", "Corrected")
    WRITTEN_TO = "written_to", pgettext_lazy("event", "Message sent")
    SENT_AGAIN = "sent_again", pgettext_lazy("event", "Mail sent again")
    ACCEPTED = "accepted", pgettext_lazy("event", "Accepted")
    DECLINED = "declined", pgettext_lazy("event", "Declined")
    CLOSED = "closed", pgettext_lazy("event", "Closed")
    REOPENED = "reopened", pgettext_lazy("event", "Reopened")
    FEE_CALLED = "fee_called", pgettext_lazy("event", "Fee call issued")
    FEE_VOIDED = "fee_voided", pgettext_lazy("event", "Fee call cancelled")
    PAID = "paid", pgettext_lazy("event", "Fee paid")
    RENEWAL = "renewal", pgettext_lazy("event", "Renewal proposed")
    REMINDED = "reminded", pgettext_lazy("event", "Reminded")
    ERASED = "erased", pgettext_lazy("event", "Personal data erased")


class Doubt(models.TextChoices):
    """Why a request from the form is held for suspect; kept as the note of its first event."""

    ALTERED_TOKEN = "altered_token", _("The seal of the form was missing or altered.")
    TRAP_FILLED = "trap_filled", _("The field hidden from people was filled in.")
    TOO_QUICK = "too_quick", _("The form was filled in faster than anyone reads it.")
    MANY_FROM_ORIGIN = "many_from_origin", _("More than 5 requests came from the same place within an hour.")
    MANY_FROM_EMAIL = "many_from_email", _("More than 3 requests gave the same e-mail within an hour.")


class RequestEventQuerySet(AppendOnlyQuerySet):
    def erase_notes(self) -> int:
        """Takes away what was written, which may name people; who did what, and when, stays."""
        return models.QuerySet.update(self, note="")


class RequestEvent(AppendOnlyMixin):
    """One line of a request's history: who did what, when, from which state to which, why. Append-only."""

    wagtail_reference_index_ignore = True

    request = models.ForeignKey(AdhesionRequest, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(_("when"), default=now)
    what = models.CharField(_("what"), max_length=12, choices=EventKind.choices)
    # Nobody: the applicant, through the public form.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    # Kept when the account goes: a decision still has an author.
    actor_name = models.CharField(_("who"), max_length=150, blank=True)
    from_state = models.CharField(_("from"), max_length=12, choices=State.choices, blank=True)
    to_state = models.CharField(_("to"), max_length=12, choices=State.choices)
    note = models.TextField(_("note"), blank=True)

    objects = RequestEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["at", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["request", "at"], name="adhesion_event_by_request")]

    def __str__(self):
        return f"{self.request_id} {self.what}"

    def save(self, *args, **kwargs):
        if self.actor and not self.actor_name:
            self.actor_name = self.actor.get_full_name() or self.actor.get_username()
        super().save(*args, **kwargs)

    @classmethod
    def note_down(cls, request: AdhesionRequest, what: EventKind, *, actor=None, by_site=False, note=""):
        """Writes down what leaves the request in its state.

        Without an actor it was the applicant's doing or, where `by_site`, the site's.
        """
        with translation.override(settings.LANGUAGE_CODE):
            name = gettext("the site, by itself") if by_site and actor is None else ""
        return cls.objects.create(
            request=request,
            what=what,
            actor=actor,
            actor_name=name,
            from_state=request.state,
            to_state=request.state,
            note=note,
        )

    @property
    def note_text(self) -> str:
        """The note in the reader's language where it is one of ours, as it was written otherwise."""
        ours = {
            EventKind.FILED: Doubt,
            EventKind.CLOSED: ClosingCause,
            EventKind.WRITTEN_TO: MailKind,
            EventKind.SENT_AGAIN: MailKind,
        }.get(self.what)
        return ours(self.note).label if ours and self.note in ours.values else self.note


class MailKind(models.TextChoices):
    RECEIPT = "receipt", _("Receipt")
    ALERT = "alert", _("Alert to the team")
    CORRECTED = "corrected", _("Correction by the applicant")
    COMPLETED = "completed", _("Completion by the applicant")
    WITHDRAWN = "withdrawn", _("Withdrawal by the applicant")
    LINK = "link", _("New link")
    TO_COMPLETE = "to_complete", _("Completion asked for")
    COMPLETION_REMINDER = "completion_due", _("Reminder of a completion")
    MESSAGE = "message", _("Message")
    ACCEPTED = "accepted", _("Acceptance")
    ACCEPTED_PAYER = "accepted_payer", _("Acceptance, to the paying body")
    DECLINED = "declined", _("Refusal")
    CLOSED = "closed", _("Closing")
    REOPENED = "reopened", _("Reopening")
    FEE_CALL = "fee_call", _("Fee call")
    FEE_REMINDER = "fee_reminder", _("Reminder of a fee call")
    RENEWAL = "renewal", _("Renewal")
    RENEWAL_REMINDER = "renewal_due", _("Reminder of a renewal")


class RequestMailQuerySet(models.QuerySet):
    def with_last_refusal(self):
        """Annotates `last_refusal`: what the mail server answered the last time that it refused, if ever."""
        refusals = Log.objects.filter(email=OuterRef("email"), status=STATUS.failed).order_by("-date", "-pk")
        return self.annotate(last_refusal=Subquery(refusals.values("message")[:1]))


class RequestMail(models.Model):
    """A mail written because of a request: its kind, and the outbox's copy, which says whether it left."""

    wagtail_reference_index_ignore = True

    request = models.ForeignKey(AdhesionRequest, on_delete=models.PROTECT, related_name="mails")
    kind = models.CharField(_("kind"), max_length=16, choices=MailKind.choices)
    queued_at = models.DateTimeField(_("written"), default=now)
    # None once the outbox has been cleaned.
    email = models.OneToOneField("post_office.Email", on_delete=models.SET_NULL, related_name="+", null=True)

    objects = RequestMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["queued_at", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.request_id} {self.kind}"

    @property
    def has_failed(self) -> bool:
        return self.email is not None and self.email.status in (STATUS.failed, STATUS.requeued)

    @property
    def is_waiting(self) -> bool:
        """Whether the outbox still means to send it."""
        return self.email is not None and self.email.status in (STATUS.queued, STATUS.requeued)

    @property
    def status_label(self) -> str:
        """What became of the mail, in words for staff."""
        if self.email is None:
            return _("left; the outbox has been cleaned since")
        return {
            STATUS.sent: _("sent"),
            STATUS.failed: _("refused: it did not leave"),
            STATUS.requeued: _("refused: it will be tried again"),
        }.get(self.email.status, _("waiting to leave"))
