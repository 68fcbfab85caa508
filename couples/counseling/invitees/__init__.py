"""People who come by a counselor's link: they find the other, become a couple, and accept the counselor."""
