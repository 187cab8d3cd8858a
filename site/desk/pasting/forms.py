"""What is asked of whoever brings a document in."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.pasting.models import BroughtDocument
from desk.pasting.reading import html_limit
from uploads.checks import check_content, check_size

EXTENSIONS = {
    "docx": BroughtDocument.Kind.WORD,
    "html": BroughtDocument.Kind.HTML,
    "htm": BroughtDocument.Kind.HTML,
}
#: Signs of words pasted without their form.
LONGEST = 600_000


class DocumentForm(forms.Form):
    """Words pasted, or a file. `pasted` is the HTML of the clipboard, as the browser gives it."""

    new_type = forms.ChoiceField(label=gettext_lazy("Type of the page"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=gettext_lazy("Paste the text"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 14, "data-pasting-words": ""}),
        help_text=gettext_lazy(
            "Select all in Word, Google Docs or your browser, copy, and paste here: headings, lists, links, "
            "tables and notes come along. Without JavaScript, only words do: send the file instead."
        ),
    )
    pasted = forms.FileField(
        required=False, widget=forms.FileInput(attrs={"hidden": True, "data-pasting-html": ""})
    )
    file = forms.FileField(
        label=gettext_lazy("Or send the file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".docx,.html,.htm"}),
        help_text=gettext_lazy(
            "A document of Word (.docx) or a web page (.html). From Google Docs: File, Download, Microsoft "
            "Word. Images of a Word document come along; they do not with what is pasted."
        ),
    )

    def __init__(self, *args, types=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_type"].choices = [
            (model._meta.label_lower, model.get_verbose_name()) for model in types
        ]
        if len(types) < 2:
            del self.fields["new_type"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file:
            return file
        extension = file.name.rpartition(".")[2].lower()
        if extension not in EXTENSIONS:
            raise ValidationError(
                _(
                    "A file in “.%(extension)s” cannot be read here. Open it in its software and save it as "
                    ".docx, or copy its text and paste it above."
                )
                % {"extension": extension[:10]}
            )
        is_word = EXTENSIONS[extension] == BroughtDocument.Kind.WORD
        check_size(file, settings.DOCUMENT_UPLOAD_LIMIT if is_word else html_limit())
        check_content(file)
        return file

    def clean_pasted(self):
        file = self.cleaned_data["pasted"]
        if file:
            check_size(file, html_limit())
        return file

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        pasted = bool(data.get("pasted") or data.get("words", "").strip())
        if pasted and data.get("file"):
            raise ValidationError(_("You pasted a text and chose a file: keep one of the two."))
        if not pasted and not data.get("file"):
            raise ValidationError(_("Paste a text, or choose a file."))
        return data

    @property
    def brought(self) -> tuple[str, str, object]:
        """Kind, name and content of what was brought: the file, else what was pasted, else its words."""
        data = self.cleaned_data
        if data["file"]:
            return EXTENSIONS[data["file"].name.rpartition(".")[2].lower()], data["file"].name, data["file"]
        if data["pasted"]:
            return BroughtDocument.Kind.HTML, "", data["pasted"]
        return BroughtDocument.Kind.TEXT, "", data["words"]


class ConfirmForm(forms.Form):
    """Under which title, and before or instead of what the page says already."""

    class Mode:
        APPEND, REPLACE = "append", "replace"

    title = forms.CharField(label=gettext_lazy("Title of the page"), max_length=255)
    mode = forms.ChoiceField(
        label=gettext_lazy("Where it goes"),
        widget=forms.RadioSelect,
        choices=[
            (Mode.APPEND, gettext_lazy("After what the page says")),
            (Mode.REPLACE, gettext_lazy("In the place of what the page says, which stays in its history")),
        ],
        initial=Mode.APPEND,
    )

    def __init__(self, *args, has_body: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_body:
            del self.fields["mode"]
