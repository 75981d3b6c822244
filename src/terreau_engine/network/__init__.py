"""Network: who is linked with whom, what holds, what would break, who should meet."""

from terreau_engine.network.brokers import ROLES, Brokerage, brokerage
from terreau_engine.network.degrees import Betweenness, Degrees
from terreau_engine.network.figures import NetworkMetrics, NodeFigures, metrics
from terreau_engine.network.graphs import Network, read_network
from terreau_engine.network.groups import Communities, communities
from terreau_engine.network.holes import Holes
from terreau_engine.network.layout import Layout, layout
from terreau_engine.network.load import Dormancy, Exhaustion, dormancy, exhaustion, gini
from terreau_engine.network.meeting_terms import Actor
from terreau_engine.network.meeting_weights import BEYOND, NEAR, MeetingWeights
from terreau_engine.network.meetings import (
    Exposure,
    MeetingReason,
    MeetingSuggestion,
    MeetingSuggestions,
    suggest_meetings,
)
from terreau_engine.network.mixing import Mixing
from terreau_engine.network.robustness import Departure, Point, Robustness, robustness, without
from terreau_engine.network.structure import Structure
from terreau_engine.network.waves import WaveChange, compare_waves

__all__ = [
    "BEYOND",
    "NEAR",
    "ROLES",
    "Actor",
    "Betweenness",
    "Brokerage",
    "Communities",
    "Degrees",
    "Departure",
    "Dormancy",
    "Exhaustion",
    "Exposure",
    "Holes",
    "Layout",
    "MeetingReason",
    "MeetingSuggestion",
    "MeetingSuggestions",
    "MeetingWeights",
    "Mixing",
    "Network",
    "NetworkMetrics",
    "NodeFigures",
    "Point",
    "Robustness",
    "Structure",
    "WaveChange",
    "brokerage",
    "communities",
    "compare_waves",
    "dormancy",
    "exhaustion",
    "gini",
    "layout",
    "metrics",
    "read_network",
    "robustness",
    "suggest_meetings",
    "without",
]
