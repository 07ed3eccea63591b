"""People in, people out: command line and page."""
