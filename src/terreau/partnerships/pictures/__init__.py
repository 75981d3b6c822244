"""The pictures of a partnership: its square, its balance, its crossed views."""
