"""Which passages of a report stand, and why the others do not."""

from collections.abc import Sequence

from reports.facts import Facts
from reports.models import Passage
from reports.outline import tokens
from reports.outline.problems import MISSED, MISSED_NAMES
from reports.text.findings import holds, unsure
from reports.text.phrasing import Phrasing

Roles = Passage.Part


class Standing:
    """The passages of a text, and what the records say of them.

    `dropped` says of every passage that does not stand why, in Chinese, once the passage was asked for.
    """

    def __init__(self, facts: Facts, passages: Sequence[Passage], for_speech: bool = False) -> None:
        self.facts = facts
        self.passages = passages
        self.for_speech = for_speech
        self.phrasing = Phrasing(facts, passages, for_speech)
        self.unabridged = self.phrasing  # with the asides that are not read out
        if for_speech:
            self.unabridged = Phrasing(facts, passages)
        self.dropped: dict[str, str] = {}

    def of(self, part: str, section: str = "") -> list[Passage]:
        """Return the passages of a section; without one, those of a part that stand in no section."""
        return [passage for passage in self.passages if passage.part == part and passage.section == section]

    def is_open(self, passage: Passage) -> bool:
        """Tell whether a passage is to be written, and has any text."""
        has_text = bool(passage.wording.strip())
        if passage.written and has_text:
            return True
        self.dropped[passage.key] = "已关闭，不写入报告" if has_text else passage.why_empty
        return False

    def has_problem(self, passage: Passage) -> bool:
        """Tell whether the records still show what a problem tells, and nothing before it has told it."""
        if passage.finding == MISSED and self.told_before():
            self.dropped[passage.key] = "这一部分开头已经说了，不重复写"
            return False
        if holds(passage.finding, self.facts):
            return True
        self.dropped[passage.key] = "记录里已经没有这个问题，不写"
        return False

    def is_told(self, finding: str) -> bool:
        """Tell whether that problem is written, and holds."""
        if not holds(finding, self.facts):
            return False
        return any(self.tells(passage, finding) for passage in self.of(Roles.PROBLEMS))

    def told_before(self) -> bool:
        """Tell whether what stands before the problems tells of promises that were missed."""
        if not holds(MISSED, self.facts):
            return False
        leads = [passage for passage in self.of(Roles.PROBLEMS) if passage.introduces]
        return any(self.tells(lead, MISSED) for lead in leads)

    def tells(self, passage: Passage, finding: str) -> bool:
        """Tell whether a passage tells of a finding; of promises that were missed a lead may tell as well."""
        if not (passage.written and passage.wording.strip()):
            return False
        if passage.introduces and finding == MISSED:
            names = tokens.keys(self.phrasing.standing_text(passage.wording))
            return not MISSED_NAMES.isdisjoint(names)
        return passage.finding == finding

    def is_assignable(self, passage: Passage) -> bool:
        """Tell whether somebody takes it on: a problem, or a lead that tells of promises that were missed."""
        if passage.part != Roles.PROBLEMS:
            return False
        return not passage.introduces or self.told_before()

    def explains(self, cause: Passage) -> bool:
        """Tell whether a cause is the office's own, or its problem is told."""
        return cause.own or self.has_reason(cause, cause.finding)

    def has_reason(self, passage: Passage, finding: str) -> bool:
        """Tell whether the problem is told that a cause or a measure speaks of.

        For a default wording it must also be known that there is this problem.
        """
        if not self.is_told(finding):
            self.dropped[passage.key] = "对应的问题没有写"
            return False
        if passage.text is None and unsure(finding, self.facts):
            self.dropped[passage.key] = "对应的问题缺数，有没有这个问题还不知道，默认的文字先不写"
            return False
        return True
