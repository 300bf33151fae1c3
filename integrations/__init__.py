"""The surfaces and the outside: settings, wiring, command line."""
