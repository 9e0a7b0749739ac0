"""语言、格式、口气: few slogans, like nobody else's text, the right length, read aloud in one breath."""

import re

from reports.checks.words import CLAIM
from reports.rubric.base import FULL, NUMBER, Criterion, Group, Mark, Mend, Reading, grade, grade_few

THOUSAND = 1000
FEW_SLOGANS, MANY_SLOGANS = 2, 6  # per thousand characters
UNLIKE, ALIKE = 60, 80  # %
SHORTEST, LONGEST, PER_FIGURE, LEEWAY = 2000, 3000, 60, 1.15  # characters
SHARES, APART = {"highlights": 40, "problems": 30, "measures": 30}, 8  # of the spoken text, %
MINE, SOME = 6, 2
NUMBERS, PER, BREATH = 35, 1500, 60
FINE = re.compile(r"\d+\.\d\d")


def slogans(reading: Reading) -> Mark:
    """Ask whether there are few verdicts and slogans."""
    rate = len(CLAIM.findall(reading.text)) * THOUSAND / max(1, len(reading.text))
    why = f"每千字 {rate:.0f} 处断语和口号"
    if rate <= FEW_SLOGANS:
        return Mark(FULL)
    return Mark(1 if rate <= MANY_SLOGANS else 0, why)


def unlike(reading: Reading) -> Mark | None:
    """Ask whether the text is unlike last year's signed one, and this year's of other offices."""
    if not reading.alike:
        return None
    most = max(percent for _, percent in reading.alike)
    if most < UNLIKE:
        return Mark(FULL)
    why = f"去掉数字，与最像的一份相同 {most:.0f}%"
    return Mark(1 if most <= ALIKE else 0, why, (Mend("换写法", page="likeness"),))


def length(reading: Reading) -> Mark:
    """Ask whether the text is as long as it should be, read or read out."""
    if reading.is_spoken:
        return _spoken_length(reading)
    return _printed_length(reading)


def _printed_length(reading: Reading) -> Mark:
    figures = {run.key for run in reading.document.runs() if run.key}
    least = min(SHORTEST, PER_FIGURE * len(figures))
    characters = reading.document.length
    if least <= characters <= LONGEST:
        return Mark(FULL)
    is_near = least / LEEWAY <= characters <= LONGEST * LEEWAY
    return Mark(1 if is_near else 0, f"全文 {characters} 字，{least} 到 {LONGEST} 字为好")


def _spoken_length(reading: Reading) -> Mark:
    characters, limit = reading.document.length, reading.facts.scope.report.spoken_characters
    if characters > limit:
        return Mark(0, f"现场版 {characters} 字，超过 {limit} 字")
    shares = {
        "highlights": reading.share_of("highlights"),
        "problems": reading.share_of("problems", "causes"),
        "measures": reading.share_of("measures"),
    }
    if any(abs(share - SHARES[role]) > APART for role, share in shares.items()):
        return Mark(1, "成绩、问题、打算的篇幅离四三三较远")
    return Mark(FULL)


def form(reading: Reading) -> Mark:
    """Ask whether the text is complete in form."""
    slips = []
    if reading.count_faults("punctuation"):
        slips.append("标点有错")
    if not reading.facts.scope.reporter:
        slips.append("没有述职人")
    if "measures.closing" not in reading.pieces:
        slips.append("没有结束语")
    if not reading.document.dated:
        slips.append("没有日期")
    return Mark(grade_few(len(slips), 1), "、".join(slips), (Mend("报告设置", page="settings"),))


def first_person(reading: Reading) -> Mark:
    """Ask whether the secretary says 我 of what he did and of what he failed to do."""
    number = reading.text.count("我")
    why = f"“我”写了 {number} 处，自己做的和自己的原因都用“我”"
    return Mark(grade(number, MINE, SOME), why, (Mend("改写原因", "causes.lead"),))


def aloud(reading: Reading) -> Mark:
    """Ask whether the text can be read out: few numbers, few decimals, no sentence beyond a breath."""
    slips = []
    numbers = len(NUMBER.findall(reading.text)) * PER / max(1, len(reading.text))
    if numbers > NUMBERS:
        slips.append(f"每 {PER} 字 {numbers:.0f} 个数")
    if FINE.search(reading.text):
        slips.append("有两位小数")
    sentences = re.split("[。；：]", reading.text)
    breathless = [sentence for sentence in sentences if len(sentence) > BREATH]
    if breathless:
        slips.append(f"{len(breathless)} 句超过 {BREATH} 字")
    return Mark(grade_few(len(slips), 1), "、".join(slips))


CRITERIA = (
    Criterion("L1", Group.LANGUAGE, 1, "少口号", slogans),
    Criterion("L2", Group.LANGUAGE, 2, "不像上年，也不像别人", unlike),
    Criterion("F1", Group.FORM, 1, "篇幅", length),
    Criterion("F2", Group.FORM, 1, "格式", form),
    Criterion("V1", Group.VOICE, 1, "用“我”", first_person),
    Criterion("V2", Group.VOICE, 1, "能念", aloud),
)
