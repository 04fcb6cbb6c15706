"""The commands that need no screen, a file each.

`wizard/commands/NAME.py` (with `_` for `-`) has `add_arguments(parser)` and `run(args) -> int`; it is imported when its
command is given. A docstring of the module, where there is one, is the command's longer help.
"""

from __future__ import annotations

# Name and summary of each, in the order in which help lists them.
SUMMARIES: dict[str, str] = {}
