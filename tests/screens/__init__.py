"""The screens, key by key and click by click, without a terminal."""
