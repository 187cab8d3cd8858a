"""Licences of publications, written by hand, and where their text is read."""

import re

from django.utils.html import format_html

from core.choices import DataLicence

_CREATIVE_COMMONS = re.compile(
    r"(?:CC|Creative Commons)[ -](BY(?:-(?:NC|SA|ND)){0,2})[ -](\d\.\d)(?:[ -](FR|France))?", re.IGNORECASE
)
_OPEN = re.compile(r"(?:Licence Ouverte|Etalab)[ -](?:v\.? ?)?2\.0", re.IGNORECASE)
_ZERO = re.compile(r"(?:CC0|CC Zero|Creative Commons Zero)(?:[ -]1\.0)?", re.IGNORECASE)


def licence_url(licence: str) -> str:
    """Address of the text of a licence; empty where it is not one whose text is known for certain.

    A Creative Commons licence named without its version is one of several texts: none is chosen.
    """
    licence = licence.strip()
    if match := _CREATIVE_COMMONS.fullmatch(licence):
        place = "fr/" if match[3] and match[2] < "4" else ""
        return f"https://creativecommons.org/licenses/{match[1].lower()}/{match[2]}/{place}"
    if _OPEN.fullmatch(licence):
        return DataLicence.ETALAB.url
    return DataLicence.CC0.url if _ZERO.fullmatch(licence) else ""


def licence_link(licence: str) -> str:
    """The licence as a fact, linked to its text where that is known."""
    url = licence_url(licence)
    return format_html('<a href="{}" rel="license">{}</a>', url, licence) if url else licence
