"""What the kernels do, in Python: slow, and easy to follow; the kernels must find the same."""
