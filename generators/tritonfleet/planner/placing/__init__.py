"""Which service goes on which GPU: a fleet told to the packing engine, and its answer told back."""
