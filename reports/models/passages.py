"""The report's text as its people shape it, and the causes they may choose from."""

from typing import ClassVar

from django.db import models

from records.models import LocalList, Record
from reports.models.annual import AnnualReport
from reports.outline.defaults import DEFAULTS, WORDINGS
from reports.outline.problems import ANSWERS, PROBLEMS
from reports.outline.tokens import TOKEN, figures

OWN = ".own"  # in the keys of what an office added
LEAD = "lead"  # what stands before the problems, or before the causes
ALONE = ("measures.aim", "measures.closing")  # passages of the last part that are in no section


class Passage(Record):
    """One stretch of a report's text that is edited by itself.

    It is an opening, a section's lead, a point, a problem or a cause. `key` is lasting within the
    office's outline. A point names its `section`, the key of the lead it stands under. `text` is what a
    person typed, None while nobody did: the passage then follows the default. In it figures are {tokens},
    so no number is typed.
    """

    subdistrict_path = "report__subdistrict"
    community_path: ClassVar[str | None] = None

    class Part(models.TextChoices):
        OPENING = "opening", "开头"
        HIGHLIGHTS = "highlights", "特色和亮点"
        PROBLEMS = "problems", "主要问题"
        CAUSES = "causes", "产生原因"
        MEASURES = "measures", "思路和措施"

    report = models.ForeignKey(
        AnnualReport, models.CASCADE, verbose_name="年度报告", related_name="passages", editable=False
    )
    key = models.CharField("标识", max_length=80, editable=False)
    part = models.CharField("部分", max_length=12, choices=Part, editable=False)
    section = models.CharField("所在小节", max_length=80, blank=True, default="", editable=False)
    order = models.PositiveSmallIntegerField("顺序", default=0, editable=False)
    # empty is a text that somebody cleared
    text = models.TextField("文字", max_length=4000, null=True, blank=True)
    written = models.BooleanField("写入报告", default=True)
    spoken_order = models.PositiveSmallIntegerField("现场版顺序", null=True, blank=True)
    owner = models.CharField("负责人", max_length=50, blank=True, default="")  # of a problem: who takes it on
    due = models.DateField("期限", null=True, blank=True)  # of a problem: by when
    source_kind = models.CharField("事例记录类别", max_length=60, blank=True, default="", editable=False)
    source_id = models.BigIntegerField("事例记录", null=True, editable=False)

    # the default wording that fits its year, where `reports.text.wordings` was asked
    offered: str | None = None
    why_empty = "没有文字"

    class Meta:
        verbose_name = verbose_name_plural = "报告文字"
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="passage_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def wording(self) -> str:
        """Its text as it stands: what a person typed, else the default."""
        if self.text is None:
            return self.default
        return self.text

    @property
    def default(self) -> str:
        """What it says while nobody types anything; empty of what an office added."""
        if self.offered is None:
            return DEFAULTS.get(self.key, "")
        return self.offered

    @property
    def is_own_text(self) -> bool:
        """Whether a person wrote it: it is none of the wordings that the product has."""
        return self.text is not None and self.text not in WORDINGS.get(self.key, ())

    @property
    def vacant(self) -> bool:
        """Whether nobody typed anything, and the outline has no such passage any more."""
        return self.text is None and self.key not in DEFAULTS and not self.is_case

    @property
    def introduces(self) -> bool:
        """Whether it stands before the problems, or before the causes, and is none of them."""
        return self.finding == LEAD

    @property
    def is_case(self) -> bool:
        """Whether it is an example made from a record, behind the points of a section."""
        return bool(self.source_kind)

    @property
    def answers(self) -> str:
        """The finding that a measure answers; empty of what answers none."""
        if not self.key.startswith(ANSWERS):
            return ""
        return self.key.removeprefix(ANSWERS)

    def may_print(self, figure: str) -> bool:
        """Tell whether its text, or any default wording of it, prints that figure."""
        if self.text is not None:
            return figure in figures(self.text)
        return any(figure in figures(text) for text in WORDINGS.get(self.key, ()))

    @property
    def name(self) -> str:
        """Its first sentence, by which people know it."""
        return self.wording.split("。", 1)[0].strip() or str(self.Part(self.part).label)

    @property
    def place(self) -> str:
        """What it is called on other pages: its first sentence, or its part where that has figures in it."""
        if TOKEN.search(self.name) or "｜" in self.name:
            return str(self.Part(self.part).label)
        return self.name

    @property
    def is_lead(self) -> bool:
        """Whether it is the heading of a section, under which points stand."""
        has_sections = self.part in (self.Part.HIGHLIGHTS, self.Part.MEASURES)
        return has_sections and not self.section and self.key not in ALONE

    @property
    def own(self) -> bool:
        """Whether the office added it: no finding and no default stands behind it."""
        return OWN in self.key

    @property
    def finding(self) -> str:
        """The finding that a problem, or its cause, tells of; lead of what stands before them."""
        if self.part not in (self.Part.PROBLEMS, self.Part.CAUSES):
            return ""
        return self.key.partition(".")[2]


class Cause(LocalList):
    """A cause that a problem may have: the office's own library, changed in the browser."""

    defaults: ClassVar[tuple[str, ...]] = (
        *(cause for problem in PROBLEMS for cause in problem.offered),
        "调查研究不深，坐在办公室里听汇报多、到现场看问题少，对基层的难处掌握不全面。",
        "督促落实不紧，布置任务时要求高、过程中过问少，一些工作有头无尾。",
        "统筹力量不够，忙于应付眼前事务，没有把条块力量拧成一股绳。",
    )

    name = models.CharField("原因", max_length=300)

    class Meta(LocalList.Meta):
        verbose_name = verbose_name_plural = "原因库"
