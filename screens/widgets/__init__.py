"""The pieces that the screens are made of. None of them holds an answer."""
