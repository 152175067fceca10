"""The chart of a bulletin: what was accepted and closed in each period, and the completion rate.

It is drawn over a table of a workbook and holds the figures of that table itself, so that it shows in a document too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart
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
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties
from openpyxl.utils import get_column_letter, quote_sheetname

from gateway.documents.bulletin_phrases import Content, past
from gateway.documents.bulletin_words import ROWS
from gateway.documents.bulletin_words import figure as word
from gateway.documents.cells import number, text_cell
from gateway.documents.official import BODY, HEADING
from gateway.documents.packing import LONG_AGO, workbook

TITLE: Final = "各期受理、办结件数和办结率"
COUNTS: Final = ("accepted", "closed")
RATE: Final = "completion_rate"

_COLOURS: Final = {"accepted": "1F4E79", "closed": "9DC3E6", RATE: "C00000"}
_WIDTH, _HEIGHT = 15.6, 8.8  # centimetres: as wide as the text of a page
_SECOND, _HIDDEN = 200, 201  # the axis of rates, and the one that it stands on
_ABOVE: Final = 1.6  # how much higher than the highest bar its axis reaches, so that the rates stand above the bars


@dataclass(frozen=True, slots=True)
class Places:
    """Where a sheet holds the trend: the row of its titles, the column of the periods' names and of each figure."""

    sheet: str
    titles: int
    label: int
    columns: Mapping[str, int]

    def cell(self, column: int) -> str:
        """The title of a column."""
        return f"{quote_sheetname(self.sheet)}!${get_column_letter(column)}${self.titles}"

    def cells(self, column: int, rows: int) -> str:
        """What stands below it."""
        letter = get_column_letter(column)
        return f"{quote_sheetname(self.sheet)}!${letter}${self.titles + 1}:${letter}${self.titles + rows}"


def trend_chart(content: Content, places: Places) -> Any:
    """Bars for counts at the left axis, a line for the rate at the right one; a period without a rate leaves a gap."""
    bars: Any = BarChart()
    curve: Any = LineChart()
    bars.type, bars.grouping, bars.gapWidth, bars.overlap = "col", "clustered", 80, -5
    for figure in COUNTS:
        bars.series.append(_series(figure, content, places))
    curve.series.append(_series(RATE, content, places))
    _axes(bars, curve, max(row[figure] for row in content["trend"] for figure in COUNTS))
    bars += curve
    bars.display_blanks = "gap"
    bars.title = TITLE
    bars.title.overlay = False
    bars.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=_letters("000000", 1200, HEADING))
    bars.legend.position, bars.legend.overlay = "b", False
    bars.legend.txPr = _small()
    bars.roundedCorners = False
    bars.graphical_properties = GraphicalProperties(solidFill="FFFFFF", ln=LineProperties(noFill=True))
    bars.layout = Layout(
        manualLayout=ManualLayout(layoutTarget="inner", xMode="edge", yMode="edge", x=0.08, y=0.14, w=0.84, h=0.62)
    )
    bars.width, bars.height = _WIDTH, _HEIGHT
    return bars


def chart_with_book(content: Content) -> tuple[Any, bytes]:
    """The chart, and a workbook that holds what it is drawn from and nothing else."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "各期情况"
    sheet.append([ROWS["trend"], *(word(figure) for figure in (*COUNTS, RATE))])
    for row in content["trend"]:
        sheet.append([text_cell(sheet, past(row, content)), *(number(row[figure]) for figure in (*COUNTS, RATE))])
    columns = {figure: place for place, figure in enumerate((*COUNTS, RATE), 2)}
    return trend_chart(content, Places(sheet.title, 1, 1, columns)), workbook(book, LONG_AGO)


def has_figures(content: Content) -> bool:
    """Whether there is anything to draw."""
    return any(row[figure] for row in content["trend"] for figure in COUNTS)


def _series(figure: str, content: Content, places: Places) -> Series:
    trend = content["trend"]
    column = places.columns[figure]
    points = [NumVal(idx=place, v=str(row[figure])) for place, row in enumerate(trend) if row[figure] is not None]
    names = [StrVal(idx=place, v=past(row, content)) for place, row in enumerate(trend)]
    title = StrData(ptCount=1, pt=[StrVal(idx=0, v=word(figure))])
    order = (*COUNTS, RATE).index(figure)
    made = Series(
        idx=order,
        order=order,
        tx=SeriesLabel(strRef=StrRef(f=places.cell(column), strCache=title)),
        cat=AxDataSource(
            strRef=StrRef(f=places.cells(places.label, len(trend)), strCache=StrData(ptCount=len(trend), pt=names))
        ),
        val=NumDataSource(
            numRef=NumRef(
                f=places.cells(column, len(trend)),
                numCache=NumData(formatCode="General", ptCount=len(trend), pt=points),
            )
        ),
    )
    colour = _COLOURS[figure]
    if figure == RATE:
        made.spPr = GraphicalProperties(ln=LineProperties(solidFill=colour, w=22225))
        made.marker = Marker(symbol="circle", size=6)
        made.marker.spPr = GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill=colour))
        made.smooth = False
    else:
        made.spPr = GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill=colour))
        made.invertIfNegative = False
    made.dLbls = _labels("t" if figure == RATE else "outEnd", colour if figure == RATE else "404040")
    return made


def _labels(position: str, colour: str) -> DataLabelList:
    return DataLabelList(
        dLblPos=position,
        txPr=_small(colour),
        showVal=True,
        showSerName=False,
        showCatName=False,
        showLegendKey=False,
        showPercent=False,
        showBubbleSize=False,
    )


def _axes(bars: Any, curve: Any, highest: int) -> None:
    """Counts at the left, from nothing; rates at the right, from 0 to 100."""
    grid = GraphicalProperties(ln=LineProperties(solidFill="D9D9D9"))
    bars.y_axis.scaling.min = 0
    bars.y_axis.scaling.max = _round(highest * _ABOVE)
    bars.y_axis.number_format = "0"
    bars.y_axis.majorGridlines.spPr = grid
    curve.x_axis.axId, curve.y_axis.axId = _HIDDEN, _SECOND
    curve.x_axis.crossAx, curve.y_axis.crossAx = _SECOND, _HIDDEN
    curve.x_axis.delete = True
    bars.x_axis.axPos = curve.x_axis.axPos = "b"
    curve.y_axis.axPos = "r"
    curve.y_axis.scaling.min, curve.y_axis.scaling.max = 0, 110
    curve.y_axis.majorUnit = 20
    curve.y_axis.number_format = "0"
    curve.y_axis.crosses = "max"
    curve.y_axis.majorGridlines = None
    for axis in (bars.x_axis, bars.y_axis, curve.y_axis):
        axis.delete = False
        axis.txPr = _small()
    bars.y_axis.title, curve.y_axis.title = None, None


def _round(height: float) -> int:
    """The next of 5, 10, 20, 50, 100 … steps of five."""
    step = 5
    while height > step:
        step *= 2
    return step


def _small(colour: str = "404040") -> RichText:
    said = _letters(colour, 900)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=said), endParaRPr=said)
    paragraph.r = []  # how texts look, and no text
    return RichText(p=[paragraph])


def _letters(colour: str, size: int, font: str = BODY) -> CharacterProperties:
    named = Font(typeface=font)
    return CharacterProperties(sz=size, b=False, solidFill=colour, latin=named, ea=named)
