"""Blocks of the pages that explain."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page, Site

from core.blocks import ArticleStream
from core.models import Partner, Person
from core.pictures import attach
from core.querysets import as_read, in_first_language, open_to_all


class PeopleBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False)

    class Meta:
        label = _("People")
        icon = "group"
        group = _("The house")
        template = "home/blocks/people.html"
        description = _("The members of the team, as filled in under “People”.")
        preview_value = {"title": "L’équipe"}

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        team = Person.objects.filter(is_team=True).select_related("locale")
        people = as_read(in_first_language(team))
        attach(*((person, "photo") for person in people))
        context["people"] = people
        return context


class PartnersBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False)

    class Meta:
        label = _("Partners")
        icon = "group"
        group = _("The house")
        template = "home/blocks/partners.html"
        description = _("All partners, as filled in under “Partners”.")
        preview_value = {"title": "Les partenaires"}

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        context["partners"] = Partner.objects.all()
        return context


class SiteMapBlock(blocks.StaticBlock):
    class Meta:
        label = _("Site map")
        icon = "site"
        group = _("The house")
        admin_text = _("All public pages, as a list.")
        template = "home/blocks/site_map.html"
        description = _("All public pages of this language, as a list that keeps itself up to date.")
        preview_value = None

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        page = parent_context.get("page") if parent_context else None
        if page is None:  # the picker of blocks
            site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
            top = site and site.root_page
        else:
            top = next(iter(page.breadcrumbs), page) if page.pk else None
        if top:
            pages = open_to_all(Page.objects.descendant_of(top, inclusive=True)).order_by("path")
            context["site_map"] = Page.get_annotated_list_qs(pages)
        return context


class ContentStream(ArticleStream):
    people = PeopleBlock()
    partners = PartnersBlock()
    site_map = SiteMapBlock()
