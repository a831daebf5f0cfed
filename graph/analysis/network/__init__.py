"""Who works with whom: ties, places in the network, chance."""
