"""The sample service under commands, some of which are refused or publish what cannot be handled."""
