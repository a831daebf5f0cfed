"""How good the extraction is: gold annotations against what was extracted, as the standard compares them."""
