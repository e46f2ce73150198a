"""Raw entries to article drafts: what is it for, where does it belong, what is it called. Pure."""
