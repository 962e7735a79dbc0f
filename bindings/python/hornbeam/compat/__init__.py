"""Names of other interfaces."""
