"""Pages about campaigns, channels and funnels."""
