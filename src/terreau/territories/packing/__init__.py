"""Prepare the embedded referential from the public files; a maintainer's tool, never at run time.

`python -m terreau.territories.packing FOLDER_OF_PUBLIC_FILES OUT.zip`
"""
