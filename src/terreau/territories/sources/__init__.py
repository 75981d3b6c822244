"""The outside world: files of others and the addresses where they live.

A source of indicators or programmes is one module with the same four functions, and no more:

* `recognise(name, head) -> bool`: whether a file is of this source, from its name and first lines;
* `read(path) -> Table`: its rows, one by one, with the year and the geography that it says;
* `check(row) -> str`: why a row cannot be taken, in a sentence; empty when it can;
* `to_series(table, codes) -> Reading`: the figures by indicator and year, on the codes of today.

They neither know the database nor the network: `refreshing` fetches, gives the codes and writes.
The registry of these modules is `sources/known.py`.
"""
