#!/usr/bin/env python
"""Django's command-line utility for administrative tasks."""

import os
import sys


def main():
    """Run administrative tasks."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.conf import settings
    from django.core.cache import caches
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        # Wrong settings are said in one sentence: its reader is whoever installs the site.
        settings.DATABASES  # noqa: B018
        caches["default"]  # a cache kept in files makes its folder
    except (ImproperlyConfigured, ImportError, OSError, ValueError) as error:
        sys.exit(f"{os.environ['DJANGO_SETTINGS_MODULE']} cannot be used. {error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
