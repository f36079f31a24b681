"""Assets, a file an area; each is a thin shell over plain functions."""
