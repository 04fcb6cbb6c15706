"""What the user sees. Textual is imported here and nowhere else."""
