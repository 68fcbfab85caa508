"""What a counselor writes down for herself about a couple: three sections, sealed under her key, for her eyes alone."""
