"""A text proofread: by its form, and by the words of the lists in force."""
