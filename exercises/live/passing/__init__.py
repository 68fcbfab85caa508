"""Pass the device: both do their part of a session in one browser, with a cover between."""
