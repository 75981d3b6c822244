"""What people type about an alliance, told by object."""
