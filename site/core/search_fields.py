"""How pages give their words to the search index."""

from wagtail.search import index


class StreamSearchField(index.SearchField):
    """The words of a stream, one piece a line: whoever prints an extract can tell where a heading ends."""

    def get_value(self, obj):
        return "\n".join(map(str, super().get_value(obj)))
