"""Speed, measured as ratios against a named limit or peer in the same run on the same machine."""
