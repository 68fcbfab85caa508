"""A counselor's list of all her couples: whom she meets next, and what of what both allow asks for her attention."""
