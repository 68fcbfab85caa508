"""The exercises as a counselor looks at them before she assigns one: the list, each of them, and trying it as both."""
