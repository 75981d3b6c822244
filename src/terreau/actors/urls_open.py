"""Addresses of the open list; `urls.py` puts them under the actors."""

from django.urls import path

from terreau.actors.views import open_list

urlpatterns = [
    path("", open_list.show_list, name="open-list"),
    path("organisations.<slug:kind>", open_list.download, name="open-download"),
    path("dictionnaire.<slug:kind>", open_list.download_dictionary, name="open-dictionary"),
    path("liens.zip", open_list.download_links, name="open-links"),
    path("liens.graphml", open_list.download_graph, name="open-graph"),
    path("changements.atom", open_list.show_feed, name="open-feed"),
]
