"""Passages in, hits out: embedding model, stores, look-up, fusion, build and update."""
