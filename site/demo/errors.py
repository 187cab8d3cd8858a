"""What stops the demonstration, each said in one sentence."""


class DemoError(Exception):
    """A reason not to lay out the demonstration; its text is one sentence for whoever installs it."""


class ContentError(DemoError):
    """The content itself is wrong; the sentence names the file."""

    def __init__(self, file, problem):
        super().__init__(f"{file}: {problem}")


class GoneError(Exception):
    """An item was laid and an editor has deleted it since: what refers to it does without."""
