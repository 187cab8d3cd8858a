from .fees import FeeSchedule
from .history import RequestEvent, RequestMail
from .join import JoinPage
from .requests import AdhesionRequest

__all__ = ["AdhesionRequest", "FeeSchedule", "JoinPage", "RequestEvent", "RequestMail"]
