"""A native Word chart: openpyxl writes its XML, and the file carries it as a part.

No workbook stands behind it.
"""

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.shared import Mm
from openpyxl.chart import BarChart
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumRef,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.series import Series as Bars
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties
from openpyxl.utils import get_column_letter
from openpyxl.xml.functions import tostring

from common.xml import clean_for_xml
from documents.blocks import MISSING, Chart, Series
from documents.docx.elements import Element, w
from documents.docx.fonts import FONTS, LATIN
from documents.docx.text import paragraph

MOST = 60  # categories: more bars than these cannot be told apart on one page
WIDE, TALLEST = 156, 218  # mm
FRAME, BAR = 14, 4.1  # mm that title and axis take, and each category
COLOURS = ("3F6D8F", "B3AB9E")  # this year, last year
RULE = "D9D9D9"
# Of a chart's letters, in hundredths of a point; small ones where the bars fill a page.
TITLE_SIZE, SIZE, SMALL = 1050, 800, 700
SHEET = "数字"  # where a workbook would keep the numbers: references need a name


def readable(source: Chart) -> bool:
    """Tell whether a chart has bars, and not more than can be told apart."""
    return 0 < len(source.categories) <= MOST and bool(source.series)


def chart(word: Document, source: Chart, number: int) -> Element:
    """Return the paragraph that shows a chart; the chart itself becomes a part of the file."""
    name = PackURI(f"/word/charts/chart{number}.xml")
    part = Part(name, CONTENT_TYPE.DML_CHART, chart_xml(source), word.part.package)
    relation = word.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    inline = INLINE.format(wide=Mm(WIDE), tall=Mm(_tall(source)), number=number, relation=relation)
    drawing = w("drawing", parse_xml(inline))
    # an exact line would cut the picture off
    spacing = w("spacing", before=120, line=240, lineRule="auto")
    return paragraph([w("r", drawing)], spacing, w("jc", val="center"))


def _tall(source: Chart) -> float:
    return min(FRAME + BAR * len(source.categories), TALLEST)


INLINE = f"""<wp:inline {nsdecls("wp", "a", "r")} distT="0" distB="0" distL="0" distR="0">
<wp:extent cx="{{wide}}" cy="{{tall}}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>
<wp:docPr id="{{number}}" name="图{{number}}"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">
<c:chart {nsdecls("c")} r:id="{{relation}}"/>
</a:graphicData></a:graphic></wp:inline>"""


def chart_xml(source: Chart) -> bytes:
    """Write the chart's own XML: bars side by side, the first category on top, gaps for missing numbers."""
    bars = BarChart(barDir="bar", gapWidth=50, overlap=0)
    names = [category + _missing(source, place) for place, category in enumerate(source.categories)]
    bars.series = [_bars(series, names, place) for place, series in enumerate(source.series)]
    bars.graphical_properties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    _head(bars, clean_for_xml(source.title))
    _axes(bars)
    space = bars._write()
    letters = _letters(SMALL if _tall(source) == TALLEST else SIZE)
    body = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=letters), endParaRPr=CharacterProperties())])
    space.append(body.to_tree("txPr"))
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + tostring(space)


def _head(bars: BarChart, title: str) -> None:
    """Set the title, and beside it the legend, where it takes no room from the bars."""
    bars.title = title
    bars.title.overlay = False
    bars.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=_letters(TITLE_SIZE))
    bars.legend.position, bars.legend.overlay = "t", True
    bars.legend.layout = Layout(manualLayout=ManualLayout(xMode="edge", yMode="edge", x=0.8, y=0.01))


def _axes(bars: BarChart) -> None:
    """Set categories downwards, each with its name, and numbers from zero, below."""
    names, numbers = bars.x_axis, bars.y_axis
    names.delete = numbers.delete = False
    names.scaling.orientation, names.tickLblSkip = "maxMin", 1
    numbers.scaling.min, numbers.crosses, numbers.number_format = 0, "max", "General"
    numbers.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=RULE, w=6350))


def _missing(source: Chart, place: int) -> str:
    """Write behind a category which of its bars are missing: they must not look like zeros."""
    if source.marks:
        return source.marks[place]
    without = [series.name for series in source.series if series.values[place] is None]
    if not without:
        return ""
    return f"（{'、'.join(without)}{MISSING}）"


def _bars(series: Series, names: list[str], place: int) -> Bars:
    """Make the bars of one year, with their numbers beside them as a cache: no workbook has them."""
    column, last = get_column_letter(place + 2), len(names) + 1
    title = StrData(ptCount=1, pt=[StrVal(idx=0, v=clean_for_xml(series.name))])
    words = [StrVal(idx=at, v=clean_for_xml(name)) for at, name in enumerate(names)]
    categories = StrData(ptCount=len(words), pt=words)
    points = [
        NumVal(idx=at, v=f"{value:.15g}") for at, value in enumerate(series.values) if value is not None
    ]
    numbers = NumData("General", len(names), points)
    bars = Bars(idx=place, order=place)
    bars.tx = SeriesLabel(strRef=StrRef(f"{SHEET}!${column}$1", title))
    bars.cat = AxDataSource(strRef=StrRef(f"{SHEET}!$A$2:$A${last}", categories))
    bars.val = NumDataSource(NumRef(f"{SHEET}!${column}$2:${column}${last}", numbers))
    bars.spPr = GraphicalProperties(solidFill=COLOURS[place % len(COLOURS)], ln=LineProperties(noFill=True))
    bars.invertIfNegative = False
    return bars


def _letters(size: int) -> CharacterProperties:
    return CharacterProperties(
        sz=size, b=False, latin=Font(typeface=LATIN), ea=Font(typeface=FONTS["text"]), solidFill="000000"
    )
