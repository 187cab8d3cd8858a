"""What every environment shares. Production is the baseline: `dev` and `test` only relax it.

The environment is read here and nowhere else; the README holds the table of variables.
"""

import datetime
from pathlib import Path

import environs
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

SOURCE_ROOT = Path(__file__).resolve().parents[2]
# The checkout; for an installed wheel, the folder in which the site runs.
BASE_DIR = SOURCE_ROOT.parent if (SOURCE_ROOT.parent / "manage.py").exists() else Path.cwd()

env = environs.Env()
env.read_env(BASE_DIR / ".env", recurse=False)

# What the site writes as it runs: the SQLite file, media, collected static files.
DATA_DIR = env.path("DATA_DIR", BASE_DIR / ".data")


def secret(name: str) -> str:
    """Value of a variable without which nothing may start; `ImproperlyConfigured` names it."""
    value = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is missing from the environment.")
    return value


def machine_translator(name: str) -> dict | None:
    """What wagtail-localize is to be told of a translating machine; None where there is none."""
    match name:
        case "":
            return None
        case "deepl":
            options = {"AUTH_KEY": secret("MACHINE_TRANSLATOR_KEY")}
            return {"CLASS": "desk.freshness.machines.DeepL", "OPTIONS": options}
        case "libretranslate":
            options = {
                "LIBRETRANSLATE_URL": secret("MACHINE_TRANSLATOR_URL").rstrip("/"),
                # A server of one's own may ask for none.
                "API_KEY": env.str("MACHINE_TRANSLATOR_KEY", ""),
                "TIMEOUT": 30,
            }
            return {"CLASS": "desk.freshness.machines.LibreTranslate", "OPTIONS": options}
    raise ImproperlyConfigured(f"MACHINE_TRANSLATOR is {name!r}: it may be deepl, libretranslate or nothing.")


DEBUG = False

# Applications: ours first, so that their templates win over those they extend.

INSTALLED_APPS = [
    "home",
    "home.adhesion",
    "search",
    "programmes",
    "programmes.agenda",
    "blog",
    "publications",
    "demo",
    "desk.freshness",
    "desk.pasting",
    "desk.checks",
    "desk.care",
    "desk.trash",
    "desk.handbook",
    "desk.mails",
    "core",
    "images",
    "documents",
    "films",
    "users",
    "pagecache",
    "wagtailmedia",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.contrib.routable_page",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_countries",
    "django_filters",
    "post_office",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pagecache.middleware.CacheControlMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.AdminPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "users.middleware.SecondFactorMiddleware",
    "desk.trash.kept_forms.KeptFormMiddleware",
    "core.redirects.RedirectMiddleware",
    # Last: it turns the answer to whoever is locked out into one that says so.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.site_frame",
            ],
            "builtins": ["core.templatetags.typography", "core.templatetags.components"],
        },
    },
]

# Database: an embedded SQLite file unless DATABASE_URL names a PostgreSQL server.

try:
    DATABASES = {
        "default": env.dj_db_url(
            "DATABASE_URL", f"sqlite:///{DATA_DIR / 'la27eregion.sqlite3'}", conn_max_age=600
        )
    }
except ValueError as error:
    raise ImproperlyConfigured(f"DATABASE_URL is not an address that can be used: {error}") from error
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue instead of failing: the lock is taken at BEGIN and waited for.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.dj_cache_url("CACHE_URL", f"file://{DATA_DIR / 'cache'}")}

# Whole pages, kept outside Django: see the package `pagecache`.

PAGE_CACHE = {
    "IS_ON": env.bool("PAGE_CACHE", True),
    "ROOT": DATA_DIR / "pages",
    # Several machines agree through the cache that they share; the processes of one, through its disk.
    "IS_SHARED": CACHES["default"]["BACKEND"].endswith(".RedisCache"),
    "BYTES": env.int("PAGE_CACHE_MB", 64) * 10**6,
    # How many of the most visited pages are made again before anyone asks.
    "WARMED": env.int("PAGE_CACHE_WARMED", 50),
    "BAKED": env.bool("BAKED_PAGES", False),
    "HAS_BACKGROUND": True,
    "CDN_SECONDS": env.int("CDN_SECONDS", 0),
    "PASSED_BY": ("/admin/", "/documents/", "/media/", "/static/"),
    # What narrows lists and turns their leaves; anything else is answered without being kept.
    "PARAMETERS": {
        "budget",
        "experience",
        "kind",
        "lieu",
        "nature",
        "need",
        "page",
        "period",
        "place",
        "programme",
        "size",
        "stage",
        "state",
        "territory",
        "type",
        "year",
    },
}

# Users

AUTH_USER_MODEL = "users.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    # First: it looks at no password of whoever is locked out.
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "wagtailadmin_login"
# The link of a mail that may wait an hour or two in somebody's outbox.
PASSWORD_RESET_TIMEOUT = 4 * 3600
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "users.forms.PasswordResetForm"  # noqa: S105

# A session ends with the browser, and twelve hours after it began or last changed: a day at work. The box
# ticked at log-in gives it seven days, counted from then.
SESSION_COOKIE_AGE = 12 * 3600
REMEMBERED_SESSION_DAYS = 7

# Lockout: see `users.lockout`. Failures are forgotten a quarter of an hour after the last one.
AXES_HANDLER = "users.lockout.LockoutHandler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
LOGIN_FAILURES_PER_ADDRESS = 50
AXES_COOLOFF_TIME = datetime.timedelta(minutes=15)
# What is tried meanwhile does not count: nobody's wait can be made longer by somebody else.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "users.lockout.answer"
AXES_HTTP_RESPONSE_CODE = 429
AXES_CLIENT_IP_CALLABLE = "core.clients.counted_address"
# Neither log nor table keeps who logged in from where; failures go with the wait that they cause.
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "user_agent", "code", "next", "csrfmiddlewaretoken"]

# The second step of log-in is each user's choice, unless the association makes it the rule.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", False)
OTP_TOTP_ISSUER = "La 27e Région"

# Languages: French first, English second.

LANGUAGE_CODE = "fr"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [SOURCE_ROOT / "core" / "locale"]
TIME_ZONE = "Europe/Paris"
WAGTAIL_I18N_ENABLED = True
# Where a member of the team may be: the hours of France, mainland first.
WAGTAIL_USER_TIME_ZONES = [
    "Europe/Paris",
    "America/Cayenne",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Miquelon",
    "Indian/Mayotte",
    "Indian/Reunion",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "Pacific/Wallis",
]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("en", "English")]

# Static files and media

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
# In production the proxy does it.
SERVE_MEDIA = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    # Attachments of mails, documents brought in and not confirmed: no address leads there.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA_DIR / "private",
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# What may be sent, in bytes. No more than the last of a request reaches the disk, even for a moment.
IMAGE_UPLOAD_LIMIT = 20 * 10**6
DOCUMENT_UPLOAD_LIMIT = env.int("DOCUMENT_UPLOAD_MB", 50) * 10**6
MEDIA_UPLOAD_LIMIT = env.int("MEDIA_UPLOAD_MB", 500) * 10**6
UPLOAD_LIMIT = max(IMAGE_UPLOAD_LIMIT, DOCUMENT_UPLOAD_LIMIT, MEDIA_UPLOAD_LIMIT)
FILE_UPLOAD_HANDLERS = [
    "uploads.handler.LimitHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Mail leaves from the outbox: stored with the transaction that causes it, sent by `send_queued_mail`.

EMAIL = env.dj_email_url("EMAIL_URL", "smtp://localhost:25")
EMAIL_HOST = EMAIL["EMAIL_HOST"]
EMAIL_PORT = EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER = EMAIL["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = EMAIL["EMAIL_USE_TLS"]
EMAIL_USE_SSL = EMAIL["EMAIL_USE_SSL"]
# Scanners take their time before they accept a mail: one given up too early would be sent twice.
EMAIL_TIMEOUT = 60
EMAIL_BACKEND = "core.mail.OutboxBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("FROM_EMAIL", "site@localhost")
ADHESION_TEAM_EMAILS = env.list("ADHESION_TEAM_EMAILS", [])
POST_OFFICE = {
    "BACKENDS": {"default": EMAIL["EMAIL_BACKEND"]},
    "FILE_STORAGE": "private",
    "MAX_RETRIES": 48,
    "MESSAGE_ID_ENABLED": True,
}

# Security

SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
CSRF_FAILURE_VIEW = "desk.trash.kept_forms.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many proxies of ours write X-Forwarded-For before a request arrives.
PROXY_COUNT = env.int("PROXY_COUNT", 1)

# Where a reader may open a player by choice; nothing is fetched from there before the click.
PLAYER_HOSTS = [
    "https://www.youtube-nocookie.com",
    "https://player.vimeo.com",
    "https://geo.dailymotion.com",
    *(f"https://{host}" for host in env.list("PEERTUBE_HOSTS", [])),
]

# Constant for every visitor and every page, so that pages can be cached whole: no inline code, no nonce.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "connect-src": ["'self'"],
        "frame-src": ["'self'", *PLAYER_HOSTS],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# Wagtail

WAGTAIL_SITE_NAME = "La 27e Région"
# Addresses that can be read aloud and copied: “une-journee”, not “une-journ%C3%A9e”.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", "http://localhost:8000")
WAGTAILIMAGES_IMAGE_MODEL = "images.CustomImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "images.forms.ImageForm"
WAGTAILDOCS_DOCUMENT_MODEL = "documents.CustomDocument"
WAGTAILDOCS_EXTENSIONS = [
    "csv",
    "docx",
    "epub",
    "ics",
    "odp",
    "ods",
    "odt",
    "pdf",
    "pptx",
    "txt",
    "xlsx",
    "zip",
]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "documents.forms.DocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = DOCUMENT_UPLOAD_LIMIT
WAGTAILMEDIA = {
    "MEDIA_MODEL": "films.Film",
    "MEDIA_FORM_BASE": "films.forms.FilmForm",
    # What browsers play.
    "AUDIO_EXTENSIONS": ["m4a", "mp3", "ogg", "wav"],
    "VIDEO_EXTENSIONS": ["mp4", "webm"],
}
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "svg", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = IMAGE_UPLOAD_LIMIT
# "in a thread", "at once" (whoever publishes waits), or not at all: see `core.renditions`.
RENDITIONS_AT_PUBLICATION = "in a thread"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends"}}
WAGTAILEMBEDS_FINDERS = [{"class": "core.embeds.PlayerFinder"}]
# A translation begins as a draft: whoever may not publish asks for translations too.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_JOBS = {"BACKEND": "core.translation.TreeRepairingBackend"}
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = machine_translator(env.str("MACHINE_TRANSLATOR", ""))
TAGGIT_CASE_INSENSITIVE = True
# Who reviews is told of what there is to review, and nobody else.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
# Nothing is asked of anybody else's server.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False

# The day on which the site believes to be, for a demonstration set in the past; None is today.
PINNED_TODAY = env.date("PINNED_TODAY", None)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.log_level("LOG_LEVEL", "WARNING")},
    # Who exported, handed over or erased case files: traces that name nobody, kept at any level.
    "loggers": {
        "home.adhesion": {"level": "INFO"},
        "programmes.agenda.registration": {"level": "INFO"},
    },
}
