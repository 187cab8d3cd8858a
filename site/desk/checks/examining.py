"""Asking every check of pages and records."""

from dataclasses import dataclass

from core.checking import Content, Finding, Known, checks, content_of


@dataclass(frozen=True)
class Report:
    """What is found in one content, what stops publication first."""

    findings: tuple[Finding, ...] = ()

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.blocks)

    @property
    def advice(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if not finding.blocks)

    @property
    def count(self) -> int:
        return len(self.findings)


def examine(contents: list[Content]) -> list[Report]:
    """A report for each content, in their order. What they point at is asked once for all of them."""
    known = Known.about(contents)
    return [
        Report(
            tuple(
                Finding(check, place, str(sentence))
                for check in checks()
                for place, sentence in dict.fromkeys(check.find(content, known))
            )
        )
        for content in contents
    ]


def examine_one(subject) -> Report:
    """Of a page in its own type or a record, as it stands in memory, be it saved so or not."""
    return examine([content_of(subject)])[0]
