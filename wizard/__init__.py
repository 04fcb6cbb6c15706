"""What the user means: questions, rules, the document, the session. No Textual, no network."""
