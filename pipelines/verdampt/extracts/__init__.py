"""Extract files: what each kind must hold, reading and judging them."""
