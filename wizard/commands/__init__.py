"""The commands that need no screen, a file each.

`wizard/commands/NAME.py` (`_` for `-`) has `add_arguments(parser)` and `run(args) -> int`, and is
imported when its command is given. Its docstring is the command's longer help. `args` holds the
common options too, as `wizard.cli` completes them.
"""

from __future__ import annotations

# Name and summary of each, in the order in which help lists them.
SUMMARIES: dict[str, str] = {}
