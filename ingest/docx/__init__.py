"""What Word files hold, read by ingest/read_docx.py."""
