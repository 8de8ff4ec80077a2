"""The pages of the hub, a module for each subject."""
