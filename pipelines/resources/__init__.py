"""What steps are given: the warehouse, and the log of the run."""
