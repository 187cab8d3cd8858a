"""All that was done and written about a request, read at once."""

from django.db.models import CharField, F, Value

from home.adhesion.models.casework import InternalNote, Message
from home.adhesion.models.history import RequestEvent
from home.adhesion.models.requests import AdhesionRequest

_COLUMNS = ("table", "number", "moment", "who", "words", "kind", "before", "after")


def read(request: AdhesionRequest) -> tuple[list[RequestEvent], list[InternalNote], list[Message]]:
    """(events, internal notes, messages) of the request, oldest first; to be shown, not to be saved."""
    events = request.events.annotate(
        kind=F("what"), before=F("from_state"), after=F("to_state"), who=F("actor_name"), words=F("note")
    )
    rows = _columns(events, "event").union(
        _columns(_writings(request.notes), "note"), _columns(_writings(request.messages), "message"), all=True
    )
    tables = {"event": [], "note": [], "message": []}
    for table, _number, at, who, words, kind, before, after in sorted(rows, key=lambda row: (row[2], row[1])):
        tables[table].append(
            RequestEvent(at=at, actor_name=who, note=words, what=kind, from_state=before, to_state=after)
            if table == "event"
            else {"note": InternalNote, "message": Message}[table](at=at, author_name=who, text=words)
        )
    return tables["event"], tables["note"], tables["message"]


def _writings(writings):
    nothing = Value("", CharField())
    return writings.annotate(
        kind=nothing, before=nothing, after=nothing, who=F("author_name"), words=F("text")
    )


def _columns(rows, table):
    rows = rows.order_by().annotate(table=Value(table, CharField()), number=F("pk"), moment=F("at"))
    return rows.values_list(*_COLUMNS)
