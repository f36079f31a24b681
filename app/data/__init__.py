"""How the app reads: the published version, and answers already given for it."""
