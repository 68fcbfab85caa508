"""The kinds of steps, one folder each; none knows another. `registry` lists them."""
