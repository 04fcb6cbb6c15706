"""Small programs for those who work on the wizard; nothing of the wizard needs them."""
