"""Suites: what arrives, and what people read."""
