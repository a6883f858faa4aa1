"""The inference code: what the image runs, and what made the golden output."""
