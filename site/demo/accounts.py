"""One user a role, with fixed passwords: for development only, and said so where they are printed."""

from dataclasses import dataclass

from django.contrib.auth.models import Group

from demo.errors import GoneError
from users import roles
from users.models import User


@dataclass(frozen=True)
class Account:
    username: str
    password: str
    role: roles.Role
    superuser: bool = False

    @property
    def key(self) -> str:
        return f"user:{self.username}"


ACCOUNTS = (
    Account("redaction", "ciseaux-et-papier", roles.WRITING),
    Account("validation", "relire-puis-publier", roles.VALIDATION),
    Account("adhesions", "cinq-mille-euros", roles.MEMBERSHIPS),
    Account("admin", "cle-du-chantier", roles.ADMINISTRATION, superuser=True),
)


def lay(register) -> None:
    """Roles and users that have not been laid yet."""
    for account in ACCOUNTS:
        role_key = f"role:{account.role.name}"
        if role_key not in register:
            register.add(role_key, roles.establish(account.role))
        if account.key not in register:
            register.add(account.key, _user(account))


def _user(account: Account) -> User:
    user = User.objects.filter(username=account.username).first()
    if user is None:
        user = User.objects.create_user(
            account.username,
            email=f"{account.username}@example.org",
            password=account.password,
            is_superuser=account.superuser,
        )
    user.groups.add(Group.objects.get(name=account.role.name))
    return user


def author(register) -> User | None:
    """Who is said to have written the pages."""
    try:
        return User.objects.get(pk=register.pk("user:redaction"))
    except GoneError:
        return None


def credentials() -> list[tuple[str, str]]:
    """(user, what is known of the password) of the users that are still there."""
    users = {user.username: user for user in User.objects.filter(username__in=[a.username for a in ACCOUNTS])}
    return [
        (
            account.username,
            account.password if user.check_password(account.password) else "password changed since",
        )
        for account in ACCOUNTS
        if (user := users.get(account.username))
    ]
