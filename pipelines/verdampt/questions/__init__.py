"""The doctors' questions: from counts and expected values to answers with their margins."""
