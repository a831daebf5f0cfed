"""Which organisations are of which generation, how they mix, where they meet."""
