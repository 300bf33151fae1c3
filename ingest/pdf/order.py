"""Pages -> flows in reading order, tables in their places."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.pdf.columns import flows_of, gutters_of, rows_of
from ingest.pdf.line import Column, Flow
from ingest.pdf.page import Page
from ingest.pdf.tables import take_tables


def in_reading_order(pages: Sequence[Page]) -> list[Flow]:
    """The flows of all pages; text that runs in another direction comes behind its page's."""
    boxes: list[Flow] = []
    for page in pages:
        tables, pieces = take_tables(page.pieces, page.rules, page.number)
        boxes.append([*tables, *pieces])
    known = sorted({gutter for own in boxes for gutter in gutters_of(own)})
    flows: list[Flow] = []
    for page, own in zip(pages, boxes, strict=True):
        flows += flows_of(own, known, len(flows))
        if page.turned:
            column = Column(0.0, page.height, len(flows))
            flows.append([replace(line, column=column) for line in rows_of(page.turned)])
    return flows
