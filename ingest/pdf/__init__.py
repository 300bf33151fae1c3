"""PDF: characters on pages in, elements out; one step of `ingest/read_pdf.py` in each module."""
