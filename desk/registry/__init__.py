"""The registry at the command line: what is in force and why, and a newsroom's own changes to it."""
