"""Speed and memory, each figure beside its floor in the same run. `./kith bench` runs it."""
