"""The parts of an upgrade's report; `wizard.upgrade` puts them together."""
