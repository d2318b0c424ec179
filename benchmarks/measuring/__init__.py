"""What the benchmarks share: a process's cost, a server of feeds, the peers, and a table."""
