"""The step kind `joint_text`: everything that belongs to it alone is in this folder."""
