"""Pages: filters, query, charts and tables, actions, from top to bottom."""
