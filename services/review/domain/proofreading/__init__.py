"""What proofreading finds in a text by its form alone, pure; words of the lists are looked up outside the domain."""
