"""The attendance sheet of an event: on paper to be signed, and as a workbook."""

from pathlib import Path

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from core.clock import today
from core.pdf import printing
from core.pdf.printing import printed, verbatim
from core.workbooks import XLSX, workbook
from programmes.agenda.registration import lists
from programmes.agenda.registration.prices import price_text
from programmes.agenda.registration.wording import yes_or_no

from .access import EventMixin, logger

TEMPLATE = Path(__file__).parents[1] / "attendance.typ"


def attendants(event):
    """Those who have a seat, by name."""
    return list(lists.confirmed(event).order_by("name", "pk"))


def attendance_pdf(event) -> bytes:
    """The sheet as PDF/UA-1, in the active language."""
    people = attendants(event)
    contact = printing.contact()
    title = _("Attendance sheet")
    seats = ngettext("%(count)d person", "%(count)d people", len(people)) % {"count": len(people)}
    data = printing.frame(
        contact,
        name=_("Name"),
        body=_("Organisation"),
        member=_("Member"),
        signature=_("Signature"),
        nobody=_("Nobody is registered."),
    ) | {
        "title": printed(f"{title} – {event.title}"),
        "heading": printed(title),
        "event": printed(event.title),
        "when": printed(event.when_text),
        "where": printed(event.location_text),
        "count": printed(seats),
        "footer": printed(
            _("%(name)s – personal data: for the team alone, to be destroyed after use")
            % {"name": contact.organisation_name}
        ),
        "rows": [
            {
                "name": verbatim(person.name),
                "organisation": verbatim(person.organisation),
                "member": printed(yes_or_no(person.is_member)),
            }
            for person in people
        ],
    }
    return printing.made(TEMPLATE, data, dated=today())


def attendance_xlsx(event) -> bytes:
    """The same people with what the team needs to welcome them."""
    columns = [
        (_("Name"), 32),
        (_("Organisation"), 40),
        (_("Member"), 10),
        (_("E-mail"), 36),
        (_("Price"), 16),
        (_("What would help them take part"), 60),
        (_("Signature"), 30),
    ]
    rows = [
        [
            person.name,
            person.organisation,
            yes_or_no(person.is_member),
            person.email,
            price_text(None) if person.price is None else person.price,
            person.needs,
            "",
        ]
        for person in attendants(event)
    ]
    return workbook(_("Attendance"), columns, rows)


class SheetView(EventMixin, View):
    """The file; who took how many names away is written down, without saying whose."""

    #: Its kind, its maker, its media type.
    extension = ""
    content_type = ""

    def get(self, request, *args, **kwargs):
        count = lists.confirmed(self.event).count()
        logger.info(
            "Attendance sheet of event %d (%d people) exported as %s by user %s",
            self.event.pk,
            count,
            self.extension,
            request.user.pk,
        )
        response = HttpResponse(self.make(), content_type=self.content_type)
        name = _("attendance")
        response["Content-Disposition"] = f'attachment; filename="{name}-{self.event.slug}.{self.extension}"'
        return response

    def make(self) -> bytes:
        raise NotImplementedError


class SheetPdfView(SheetView):
    extension = "pdf"
    content_type = "application/pdf"

    def make(self):
        return attendance_pdf(self.event)


class SheetXlsxView(SheetView):
    extension = "xlsx"
    content_type = XLSX

    def make(self):
        return attendance_xlsx(self.event)
