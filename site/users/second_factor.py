"""The second step of log-in: turned on, proved, turned off."""

import base64
import hashlib
import secrets
import time
import unicodedata

from django.db import transaction
from django_otp.oath import TOTP
from wagtail.log_actions import log

from users.models import Authenticator, RecoveryCode, User

RECOVERY_CODES = 10


def is_on(user: User) -> bool:
    return Authenticator.objects.filter(user=user).exists()


def new_secret() -> str:
    """Twenty random bytes, in hexadecimal."""
    return secrets.token_hex(20)


def current_step(secret: str, code: str) -> int | None:
    """Half-minute to which `code` belongs; None if the secret does not make that code about now."""
    code = plain(code)
    if not is_of_authenticator(code):
        return None
    totp = TOTP(bytes.fromhex(secret))
    totp.time = time.time()
    return totp.t() if totp.verify(int(code), tolerance=1) else None


def turn_on(user: User, secret: str, step: int) -> list[str]:
    """Ask for a code from now on; the one that proved the secret is spent. Gives the recovery codes."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        Authenticator.objects.filter(user=user).delete()
        Authenticator.objects.create(user=user, name="authenticator", key=secret, last_t=step)
        codes = _renew(user)
        log(user, "users.second_factor_on", user=user)
    return codes


def renew_recovery_codes(user: User) -> list[str]:
    """Ten codes in the place of all those given before: the only time that they can be read."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        codes = _renew(user)
        log(user, "users.recovery_codes", user=user)
    return codes


def turn_off(user: User, *, actor: User | None) -> bool:
    """Ask `user` for a password only; whether anything was on. `actor` is None for the command line."""
    with transaction.atomic():
        deleted, _each = Authenticator.objects.filter(user=user).delete()
        user.recovery_codes.all().delete()
        if deleted:
            log(user, "users.second_factor_off", user=actor)
    return bool(deleted)


def verify(user: User, code: str) -> bool:
    """Whether `code` proves that it is `user`; a code that does is spent."""
    code = plain(code)
    if not is_of_authenticator(code):
        spent, _each = user.recovery_codes.filter(digest=_digest(code)).delete()
        return bool(spent)
    with transaction.atomic():
        authenticator = Authenticator.objects.select_for_update().filter(user=user).first()
        return authenticator is not None and authenticator.verify_token(code)


def wait(user: User) -> int:
    """Seconds for which no code of the authenticator is looked at."""
    authenticator = Authenticator.objects.filter(user=user).first()
    return -int(-authenticator.wait.total_seconds() // 1) if authenticator else 0


def _renew(user: User) -> list[str]:
    codes = [_recovery_code() for _each in range(RECOVERY_CODES)]
    user.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(code)) for code in codes)
    return codes


def _recovery_code() -> str:
    letters = base64.b32encode(secrets.token_bytes(10)).decode().lower()
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def is_of_authenticator(code: str) -> bool:
    """Whether it has the form of an authenticator's code, and not of a recovery code."""
    code = plain(code)
    return len(code) == 6 and code.isascii() and code.isdigit()


def plain(code: str) -> str:
    """A code without what people put between its letters."""
    text = unicodedata.normalize("NFKC", code).casefold()
    return "".join(character for character in text if character.isalnum())


def _digest(code: str) -> str:
    return hashlib.sha256(plain(code).encode()).hexdigest()
