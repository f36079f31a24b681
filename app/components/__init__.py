"""What pages are put together from; components draw and know no SQL."""
