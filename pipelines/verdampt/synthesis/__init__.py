"""A made-up Netherlands at any size, with a truth that is known."""
