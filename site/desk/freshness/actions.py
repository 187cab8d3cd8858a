"""From the board to a translation: hand over what changed, begin one that is missing, read the difference."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource, get_edit_url
from wagtail_localize.operations import translate_object
from wagtail_localize.views.edit_translation import user_can_edit_instance

from . import difference, originals
from .access import TranslatorsOnlyMixin


class OneTranslationMixin(TranslatorsOnlyMixin):
    """One original, in one other language; 404 for what is none, or is not the user's to change."""

    def dispatch(self, request, *args, **kwargs):
        self.locale = get_object_or_404(
            Locale.objects.exclude(pk=Locale.get_default().pk), language_code=kwargs["language"]
        )
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def original(self):
        original = originals.find(self.request.user, self.kwargs["key"])
        if original is None:
            raise Http404
        return original

    @cached_property
    def source(self) -> TranslationSource:
        source = TranslationSource.objects.get_for_instance_or_none(self.original)
        if source is None:
            raise Http404
        return source

    @cached_property
    def translation(self) -> Translation:
        """What wagtail-localize keeps; 404 where the translation is missing or kept by hand."""
        return get_object_or_404(
            self.source.translations.select_related("target_locale"), target_locale=self.locale, enabled=True
        )

    def address(self, name: str) -> str:
        return reverse(f"freshness_{name}", args=[self.original.translation_key, self.locale.language_code])


class DifferenceView(OneTranslationMixin, WagtailAdminTemplateMixin, TemplateView):
    """What the French says that translators were not given, string by string."""

    page_title = gettext_lazy("What changed in the French")
    header_icon = "wagtail-localize-language"
    template_name = "freshness/difference.html"

    def get_page_subtitle(self):
        return str(self.original)

    def get_breadcrumbs_items(self):
        board = {"label": _("Freshness of translations"), "url": reverse("freshness_board")}
        here = {"label": self.page_title, "url": "", "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, board, here]

    def get_context_data(self, **kwargs):
        translation = self.translation
        return super().get_context_data(**kwargs) | {
            "original": self.original,
            "locale": self.locale,
            "changes": difference.changes(self.source, self.original, self.locale),
            "handed_over_at": self.source.last_updated_at,
            "sync_url": self.address("sync"),
            "edit_url": translation.get_target_instance_edit_url(),
            "original_edit_url": get_edit_url(self.original),
        }


class SyncView(OneTranslationMixin, View):
    """Hands the French of today to translators, as wagtail-localize does, and publishes nothing.

    Its own screen asks for the permission to ask for translations alone; the right to edit the translation is
    asked for as well.
    """

    http_method_names = ["post"]

    def post(self, request, **kwargs):
        target = self.translation.get_target_instance()
        if not user_can_edit_instance(request.user, target):
            raise PermissionDenied
        with transaction.atomic():
            self.source.update_from_db()
            for translation in self.source.translations.filter(enabled=True).select_related("target_locale"):
                self.source.update_target_view_restrictions(translation.target_locale)
        messages.success(
            request,
            _("What changed in “%(title)s” is below, to be translated. Nothing is published yet.")
            % {"title": self.original},
        )
        return redirect(get_edit_url(target))


class TranslateView(OneTranslationMixin, WagtailAdminTemplateMixin, TemplateView):
    """Begins a translation; asks first what becomes of the pages above that have none."""

    page_title = gettext_lazy("Translate")
    header_icon = "wagtail-localize-language"
    template_name = "freshness/translate.html"

    def get_page_subtitle(self):
        return str(self.original)

    def get_breadcrumbs_items(self):
        board = {"label": _("Freshness of translations"), "url": reverse("freshness_board")}
        here = {"label": self.page_title, "url": "", "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, board, here]

    @cached_property
    def above(self) -> list[Page]:
        """Pages above that have no translation of their own, from the top down."""
        if not isinstance(self.original, Page):
            return []
        ancestors = self.original.get_ancestors().filter(depth__gt=1)
        translated = Page.objects.filter(
            locale=self.locale,
            alias_of=None,
            translation_key__in=ancestors.values("translation_key"),
        ).values_list("translation_key", flat=True)
        return list(ancestors.exclude(translation_key__in=list(translated)).order_by("depth"))

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "original": self.original,
            "kind": capfirst(self.original._meta.verbose_name),
            "locale": self.locale,
            "above": self.above,
        }

    def post(self, request, **kwargs):
        existing = self._existing()
        if existing is not None:
            return redirect(get_edit_url(existing))
        choice = request.POST.get("above")
        if self.above and choice not in ("translate", "copy"):
            return self.get(request, **kwargs)
        wanted = [*(self.above if choice == "translate" else []), self.original]
        for instance in wanted:
            # One transaction each: parent and child in a single one leave the page tree wrong.
            translate_object(instance, [self.locale], user=request.user)
        existing = self._existing()
        if existing is None:
            messages.error(request, self._refusal())
            return redirect("freshness_board")
        messages.success(
            request,
            _("“%(title)s” is ready to be translated. It is a draft until you publish it.")
            % {"title": self.original}
            if getattr(existing, "live", None) is False
            else _("“%(title)s” is ready to be translated.") % {"title": self.original},
        )
        return redirect(get_edit_url(existing))

    def _existing(self):
        """The translation, unless it is a mere copy; None where there is none."""
        translated = self.original.get_translation_or_none(self.locale)
        return None if getattr(translated, "alias_of_id", None) else translated

    def _refusal(self):
        return _("“%(title)s” could not be translated: save its French once more, then try again.") % {
            "title": self.original
        }
