"""One file a topic: its questions with their trade-offs, its rules, what it needs beforehand."""
