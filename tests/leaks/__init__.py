"""No reader finds what is not theirs, on any address, in any state: role × surface × state."""
