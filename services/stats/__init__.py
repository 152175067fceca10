"""Stats: counts over a cohort as of a cut-off, from what the other services make public. It decides nothing."""
