"""When a step is tried again: only for failures whose type says that it may help."""

import dagster as dg

# A lock held by a program that is just closing the file is free again within seconds.
# PermanentFailure ends a step at once: RunLog.step raises it with allow_retries=False.
RETRIES = dg.RetryPolicy(max_retries=2, delay=5, backoff=dg.Backoff.EXPONENTIAL)
