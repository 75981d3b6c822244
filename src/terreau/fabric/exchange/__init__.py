"""The network as files: out for any tool, in from those that have one."""
