"""Who may do what: actions are data, rules decide, a verdict says why."""
