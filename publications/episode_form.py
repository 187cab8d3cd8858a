"""What the editor asks of an episode: one film, all that is said in it, chapters in order."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.panels import InlinePanel

from publications.speech import refuse_beginning, refuse_summary
from publications.subtitles import MOST_BYTES, cues, text_of
from publications.transcripts import language_name, plain, short_clock


class TrackForm(WagtailAdminModelForm):
    """A transcript with times: a file fills in the text."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("In WebVTT or SRT, 1 MB at most. It takes the place of the text below."),
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,text/vtt"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A file does as well; `clean` asks for one of the two.
        self.fields["webvtt"].required = False

    def clean_file(self):
        file = self.cleaned_data["file"]
        # One byte more than it may weigh: enough to see that it weighs too much.
        return text_of(file.read(MOST_BYTES + 1)) if file else ""

    def clean(self):
        cleaned_data = super().clean()
        if text := cleaned_data.get("file"):
            cleaned_data["webvtt"] = text
            # Whatever is refused on the screen, the text stands in its field when the screen comes back.
            self.data = self.data.copy()
            self.data[self.add_prefix("webvtt")] = text
        is_missing = not cleaned_data.get("webvtt") and "file" not in self.errors
        if is_missing and not self.is_deferred_validation:
            self.add_error("webvtt", _("Choose a file, or paste the text with its times."))
        return cleaned_data

    def get_field_updates_for_resave(self):
        """What a file filled in is shown as soon as it is saved in the background."""
        updates = super().get_field_updates_for_resave()
        return [*updates, (f"{self.prefix}-webvtt", self.instance.webvtt)]


class TracksPanel(InlinePanel):
    """Transcripts with times, each from a file."""

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = TrackForm
        return options


class EpisodeForm(WagtailAdminPageForm):
    """A draft may hold a transcript that is being written: its length is checked when it is published."""

    def clean(self):
        cleaned_data = super().clean()
        self._check_languages()
        self._check_chapters()
        if not self.is_deferred_validation:
            self._check_transcripts()
        return cleaned_data

    def _check_languages(self):
        taken = set()
        for form in self._kept("tracks"):
            language = form.cleaned_data.get("language")
            if language in taken:
                message = _("There is a transcript in this language already (%(language)s): keep one.")
                self._refuse(form, "language", message % {"language": language_name(language)})
            taken.add(language)

    def _check_chapters(self):
        length, before = self._length(), None
        for form in self._kept("chapters"):
            starts_at = form.cleaned_data.get("starts_at")
            if starts_at is None:
                continue
            if starts_at < timedelta():
                self._refuse(form, "starts_at", _("A film begins at 0:00: give a time from there on."))
            if before is not None and starts_at <= before:
                message = _(
                    "This chapter begins at %(start)s, and the one above it at %(before)s: "
                    "put them in the order of the film."
                )
                self._refuse(
                    form,
                    "starts_at",
                    message % {"start": short_clock(starts_at), "before": short_clock(before)},
                )
            if length and starts_at >= length:
                message = _("This chapter begins at %(start)s, and the film ends at %(length)s.")
                self._refuse(
                    form,
                    "starts_at",
                    message % {"start": short_clock(starts_at), "length": short_clock(length)},
                )
            before = starts_at

    def _check_transcripts(self):
        length = self._length()
        if text := self.cleaned_data.get("transcript"):
            try:
                refuse_summary(text, length)
            except ValidationError as error:
                self.add_error("transcript", error)
        for form in self._kept("tracks"):
            spoken = [] if form.errors else cues(form.instance.webvtt)
            if not spoken:
                continue
            try:
                refuse_summary(plain(spoken), length)
                if length:
                    refuse_beginning(max(cue.end for cue in spoken), length)
            except ValidationError as error:
                self._refuse(form, "webvtt", error.messages[0])

    def _length(self):
        """How long the film lasts, by what is being saved; None where nobody says."""
        film = self.cleaned_data.get("film")
        return self.cleaned_data.get("duration") or (film.length if film else None)

    def _kept(self, name: str) -> list:
        """Rows that are neither empty nor to be deleted, in the order of the screen."""
        formset = self.formsets.get(name)
        if formset is None:
            return []
        kept = [
            form
            for form in formset.forms
            if (form.is_valid() or form.errors)
            and (form.has_changed() or form.instance.pk)
            and not formset._should_delete_form(form)
        ]
        return sorted(kept, key=lambda form: form.cleaned_data.get("ORDER") or 0)

    def _refuse(self, form, name: str, message: str) -> None:
        """Said beside the field, and for the page: a page is valid or not by its own errors."""
        form.add_error(name, message)
        self.add_error(None, message)
