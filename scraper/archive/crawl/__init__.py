"""What runs share: the queue of addresses, feeds, hosts, the log of visits, the chain of runs."""
