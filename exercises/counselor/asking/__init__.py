"""A counselor asks both of her couple for one scope, once and without pressure; nobody is told what comes of it."""
