"""Production: what `base` says, with the secrets that must come from outside."""

from .base import *  # noqa: F403
from .base import env, secret

SECRET_KEY = secret("SECRET_KEY")
ALLOWED_HOSTS = [host.strip() for host in secret("ALLOWED_HOSTS").split(",")]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [f"https://{host}" for host in ALLOWED_HOSTS])
WAGTAILADMIN_BASE_URL = secret("BASE_URL")
