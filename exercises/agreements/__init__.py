"""The couple's agreements: how each partner reads them, and their pages."""
