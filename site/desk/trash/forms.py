"""What is asked before a page is put in the trash, and before it comes back."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from desk.trash.access import may_restore_below
from desk.trash.bin import out_of_trash
from desk.trash.restoring import former_parent, free_slug


class ThrowForm(forms.Form):
    """Which translations go with the page."""

    translations = forms.ModelMultipleChoiceField(
        Page.objects.none(),
        label=gettext_lazy("Translations that go with it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, translations, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["translations"]
        field.queryset = translations
        field.label_from_instance = lambda page: f"{page.get_admin_display_title()} ({page.locale})"


class RestoreForm(forms.Form):
    """Where the page goes back to, and under which address."""

    parent = forms.ModelChoiceField(
        Page.objects.none(),
        label=gettext_lazy("Below"),
        widget=AdminPageChooser,
        error_messages={"required": gettext_lazy("Choose the page below which it goes back.")},
    )
    slug = forms.SlugField(label=gettext_lazy("Last part of its address"), max_length=255)

    def __init__(self, *args, trashed, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.trashed, self.user = trashed, user
        parent = former_parent(trashed)
        self.fields["parent"].queryset = out_of_trash(Page.objects.all())
        self.initial |= {"parent": parent, "slug": free_slug(trashed, parent) if parent else trashed.slug}

    @property
    def takes_another_slug(self) -> bool:
        """Whether its address has been taken meanwhile."""
        return self.initial["slug"] != self.trashed.slug

    def clean_parent(self):
        parent = self.cleaned_data["parent"]
        page_class = self.trashed.page.specific_class
        if not may_restore_below(self.user, parent):
            raise forms.ValidationError(_("You may not publish below “%(page)s”.") % {"page": parent.title})
        if not page_class.can_create_at(parent):
            raise forms.ValidationError(
                _("This type of page cannot stand below “%(page)s”: choose another.") % {"page": parent.title}
            )
        if parent.locale_id != self.trashed.page.locale_id and not parent.is_root():
            raise forms.ValidationError(
                _("“%(page)s” is in another language: choose another.") % {"page": parent.title}
            )
        return parent

    def clean(self):
        data = super().clean()
        parent, slug = data.get("parent"), data.get("slug")
        if parent and slug and parent.get_children().filter(slug=slug).exists():
            self.add_error("slug", _("Another page has this address: choose another."))
        return data
