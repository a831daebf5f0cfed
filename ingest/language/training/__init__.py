"""Training of what the language pipeline ships; nothing here is imported by the program itself."""
