"""What the user means: questions, rules, the document, the session. No Textual, no network."""

__version__ = "0.1.0"
