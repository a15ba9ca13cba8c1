"""The simulator's queues against a real Triton: the same arrivals, and the waiting times of both."""
