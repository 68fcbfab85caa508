"""The step kinds, one folder each. No kind imports another; `registry` lists them."""
