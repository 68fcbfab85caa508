"""Rate limits. No other package of this app counts attempts."""
