"""The private pages of one person: own check-in, own limits, support map and exercises for one."""
