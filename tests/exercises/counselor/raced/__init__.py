"""A partner ends what a counselor may read while a page of hers is being made."""
