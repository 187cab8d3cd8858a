from .abuse import FilingTrace
from .accounting import FeeCall, FeeCallSequence
from .casework import InternalNote, Message
from .fees import FeeSchedule
from .history import RequestEvent, RequestMail
from .join import JoinPage
from .listing import MembersPage
from .members import Membership, Organisation, Renewal
from .requests import AdhesionRequest
from .settings import MembershipSettings

__all__ = [
    "AdhesionRequest",
    "FeeCall",
    "FeeCallSequence",
    "FeeSchedule",
    "FilingTrace",
    "InternalNote",
    "JoinPage",
    "MembersPage",
    "Membership",
    "MembershipSettings",
    "Message",
    "Organisation",
    "Renewal",
    "RequestEvent",
    "RequestMail",
]
