"""Translating machines: wagtail-localize's own adapters, as long requests and failures want them.

Nothing is sent unless an editor asks for it. See `config.settings.base.machine_translator`.
"""

from contextlib import contextmanager

import requests
from wagtail_localize.machine_translators.deepl import DeepLTranslator
from wagtail_localize.machine_translators.libretranslate import LibreTranslator

#: DeepL takes so many texts at once: https://developers.deepl.com/docs/api-reference/translate
DEEPL_TEXTS = 50


class MachineError(Exception):
    """The service did not answer, or not with as many translations as there were texts."""


@contextmanager
def _answering():
    try:
        yield
    except (requests.RequestException, KeyError, TypeError, ValueError) as error:
        raise MachineError from error


class DeepL(DeepLTranslator):
    def translate(self, source_locale, target_locale, strings):
        texts, translations = list(strings), {}
        with _answering():
            for start in range(0, len(texts), DEEPL_TEXTS):
                batch = texts[start : start + DEEPL_TEXTS]
                translations |= super().translate(source_locale, target_locale, batch)
        return translations


class LibreTranslate(LibreTranslator):
    def translate(self, source_locale, target_locale, strings):
        with _answering():
            return super().translate(source_locale, target_locale, strings)
