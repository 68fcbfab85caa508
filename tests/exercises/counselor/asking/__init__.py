"""What a counselor asks a couple to allow."""
