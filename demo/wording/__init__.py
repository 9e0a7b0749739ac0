"""What the records of the demo say: short lists, combined by chance. All of it invented."""
