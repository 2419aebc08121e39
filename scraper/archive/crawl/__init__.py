"""What runs share: the queue of addresses, feeds, hosts, the log of visits and the chain of runs."""
