"""Who is who, by name, place, kind and address: pure functions of entries to scored pairs, with the weight of each reason."""
