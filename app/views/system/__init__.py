"""Pages about Kith itself."""
