"""The load and the floor it is compared with. Real processes and sockets; the app knows nothing of it."""
