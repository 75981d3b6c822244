"""Pictures of the fabric."""
