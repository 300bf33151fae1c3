"""Readings made by hand."""

from ingest.element import Element
from ingest.reading import Reading


def reading_of(*elements: Element) -> Reading:
    """A reading whose labels begin with its parts, as the plan's do."""
    return Reading(elements, (), "", by_parts=True)


def own_reading(*elements: Element) -> Reading:
    """A reading of a document with numbers of its own."""
    return Reading(elements, (), "")
