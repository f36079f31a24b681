"""How a run is told to behave: what is tried again, and the tag that asks for a full rebuild."""

import dagster as dg

# A lock held by a program that is just closing the file is free again within seconds.
# PermanentFailure ends a step at once: RunLog.step raises it with allow_retries=False.
RETRIES = dg.RetryPolicy(max_retries=2, delay=5, backoff=dg.Backoff.EXPONENTIAL)

FULL_REFRESH_TAG = "kith/full_refresh"
