"""Two people become a couple: invitations, digits, accepting and confirming; who belongs to whom."""
