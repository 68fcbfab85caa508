"""The exercises that one person keeps at hand. Nobody else can tell which, how many, or that there are any."""
