"""The counselor's workspace: assigning exercises to linked couples, and reading what both partners allow."""
