"""Question in, answer out: the flow, the composers, and the quote gate."""
