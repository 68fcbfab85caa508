"""How often somebody may try something. No other module of this app counts tries."""
