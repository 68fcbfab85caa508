"""What decides about a person: signed as a set, changed in one place, refused where it does not hold."""
