"""Files beside the values, on request: manifests of what must exist first, and notes to review.

No manifest holds material. What is not verified is said in a comment where it stands.
"""

from __future__ import annotations

from wizard.companions.build import companions
from wizard.companions.model import Companion, is_untouched

__all__ = ["Companion", "companions", "is_untouched"]
