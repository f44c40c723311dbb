"""The doctors' questions V1 to V11: how far each can be answered, in one sentence, a chart and its margin."""
