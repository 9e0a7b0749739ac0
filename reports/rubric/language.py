"""语言、格式、口气: few slogans, like nobody else's text, the right length, read aloud in one breath."""

import re

from reports.checks.words import CLAIM
from reports.rubric.base import FULL, NUMBER, Criterion, Group, Mark, Mend, Reading, graded

THOUSAND = 1000
FEW_SLOGANS, MANY_SLOGANS = 2, 6  # per thousand characters
UNLIKE, ALIKE = 60, 80  # %
SHORTEST, LONGEST, PER_FIGURE, LEEWAY = 2000, 3000, 60, 1.15  # characters
SHARES, APART = {"highlights": 40, "problems": 30, "measures": 30}, 8  # of the spoken text, %
MINE, SOME = 6, 2
NUMBERS, PER, BREATH = 35, 1500, 60
FINE = re.compile(r"\d+\.\d\d")


def slogans(reading: Reading) -> Mark:
    rate = len(CLAIM.findall(reading.text)) * THOUSAND / max(1, len(reading.text))
    points = FULL if rate <= FEW_SLOGANS else 1 if rate <= MANY_SLOGANS else 0
    return Mark(points, f"每千字 {rate:.0f} 处断语和口号" if points < FULL else "")


def unlike(reading: Reading) -> Mark | None:
    """To last year's signed text, and to those that other offices signed for the year."""
    if not reading.alike:
        return None
    most = max(percent for _, percent in reading.alike)
    points = FULL if most < UNLIKE else 1 if most <= ALIKE else 0
    return Mark(
        points,
        f"去掉数字，与最像的一份相同 {most:.0f}%" if points < FULL else "",
        (Mend("换写法", page="likeness"),),
    )


def length(reading: Reading) -> Mark:
    return _spoken_length(reading) if reading.spoken else _written_length(reading)


def _written_length(reading: Reading) -> Mark:
    figures = len({run.key for run in reading.document.runs() if run.key})
    least, written = min(SHORTEST, PER_FIGURE * figures), reading.document.length
    if least <= written <= LONGEST:
        return Mark(FULL)
    near = least / LEEWAY <= written <= LONGEST * LEEWAY
    return Mark(1 if near else 0, f"全文 {written} 字，{least} 到 {LONGEST} 字为好")


def _spoken_length(reading: Reading) -> Mark:
    written, limit = reading.document.length, reading.facts.scope.report.spoken_characters
    if written > limit:
        return Mark(0, f"现场版 {written} 字，超过 {limit} 字")
    shares = {
        "highlights": reading.share_of("highlights"),
        "problems": reading.share_of("problems", "causes"),
    }
    shares["measures"] = reading.share_of("measures")
    off = [role for role, share in shares.items() if abs(share - SHARES[role]) > APART]
    return Mark(1 if off else FULL, "成绩、问题、打算的篇幅离四三三较远" if off else "")


def form(reading: Reading) -> Mark:
    document = reading.document
    wrong = [
        "标点有错" if reading.found("punctuation") else "",
        "没有述职人" if not reading.facts.scope.reporter else "",
        "没有结束语" if "measures.closing" not in reading.pieces else "",
        "没有日期" if not document.dated else "",
    ]
    found = [why for why in wrong if why]
    return Mark(max(0, FULL - len(found)), "、".join(found), (Mend("报告设置", page="settings"),))


def first_person(reading: Reading) -> Mark:
    number = reading.text.count("我")
    why = "" if number >= MINE else f"“我”写了 {number} 处，自己做的和自己的原因都用“我”"
    return Mark(graded(number, MINE, SOME), why, (Mend("改写原因", "causes.lead"),))


def aloud(reading: Reading) -> Mark:
    numbers = len(NUMBER.findall(reading.text)) * PER / max(1, len(reading.text))
    sentences = [said for said in re.split("[。；：]", reading.text) if len(said) > BREATH]
    wrong = [numbers > NUMBERS, bool(FINE.search(reading.text)), bool(sentences)]
    why = "、".join(
        said
        for said, is_so in zip(
            (f"每 {PER} 字 {numbers:.0f} 个数", "有两位小数", f"{len(sentences)} 句超过 {BREATH} 字"),
            wrong,
            strict=True,
        )
        if is_so
    )
    return Mark(max(0, FULL - sum(wrong)), why)


CRITERIA = (
    Criterion("L1", Group.LANGUAGE, 1, "少口号", slogans),
    Criterion("L2", Group.LANGUAGE, 2, "不像上年，也不像别人", unlike),
    Criterion("F1", Group.FORM, 1, "篇幅", length),
    Criterion("F2", Group.FORM, 1, "格式", form),
    Criterion("V1", Group.VOICE, 1, "用“我”", first_person),
    Criterion("V2", Group.VOICE, 1, "能念", aloud),
)
