"""A second opinion on calendars: libical, in C, which many calendar programs read with."""

import ctypes
import os
from functools import cache

import pytest

ANY_COMPONENT, ANY_PROPERTY = 1, 0
_POINTERS = (
    "icalparser_parse_string",
    "icalcomponent_get_first_component",
    "icalcomponent_get_next_component",
    "icalcomponent_get_first_property",
    "icalcomponent_get_next_property",
)


@cache
def _library():
    try:
        library = ctypes.CDLL("libical.so.3")
    except OSError:
        if "REQUIRE_E2E" in os.environ:
            raise
        pytest.skip("libical is not installed")
    for name in _POINTERS:
        getattr(library, name).restype = ctypes.c_void_p
    library.icalproperty_as_ical_string.restype = ctypes.c_char_p
    library.icalerror_set_errors_are_fatal(0)
    return library


def complaints(content: bytes) -> list[str]:
    """What libical finds wrong in a calendar, in its own words: `X-LIC-ERROR`."""
    library = _library()
    root = library.icalparser_parse_string(content)
    if not root:
        return ["not a calendar"]
    root = ctypes.c_void_p(root)
    found = []
    if not library.icalrestriction_check(root):
        found.append("icalrestriction_check")
    errors = library.icalcomponent_count_errors(root)
    if errors:
        found += [f"{errors} errors", *_errors(library, root)]
    library.icalcomponent_free(root)
    return found


def _errors(library, component) -> list[str]:
    """Properties in which libical wrote down what it could not take, of a component and of those in it."""
    texts = []
    for each in _each(library, "property", component, ANY_PROPERTY):
        text = library.icalproperty_as_ical_string(each).decode()
        if text.startswith("X-LIC-ERROR"):
            texts.append(text)
    for inner in _each(library, "component", component, ANY_COMPONENT):
        texts += _errors(library, inner)
    return texts


def _each(library, what: str, component, kind: int):
    following = getattr(library, f"icalcomponent_get_first_{what}")(component, kind)
    while following:
        yield ctypes.c_void_p(following)
        following = getattr(library, f"icalcomponent_get_next_{what}")(component, kind)
