"""Who is who, by name, place, kind and address: entries in, scored pairs out, with the weight of each reason."""
