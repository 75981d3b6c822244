"""Filters that write values as the reader's language does."""

from django import template

from terreau.core import formats

register = template.Library()


@register.filter
def number(value, decimals=0):
    """Write « 45 000 »."""
    return formats.format_number(value, int(decimals))


@register.filter
def percent(rate, decimals=0):
    """Write « 62 % » from a rate between 0 and 1."""
    return formats.format_percent(rate, int(decimals))


@register.filter
def area(area_km2):
    """Write « 1,9 km² »."""
    return formats.format_area(area_km2)


@register.filter
def compact(value):
    """Write « 1,2 million »."""
    return formats.format_compact(value)


@register.filter(expects_localtime=True)
def long_date(value):
    """Write « 26 juin 2019 », or « automne 2013 »."""
    return formats.format_long_date(value)


@register.filter
def clauses(values):
    """Write « ville ; école »."""
    return formats.join_clauses(values)


@register.filter
def followed_by(value, clause):
    """Write « 2 communes sur 2 ; INSEE »."""
    return formats.join_clauses((value, clause))


@register.filter
def elides(name):
    """Tell whether « de » becomes « d’ » before this name."""
    return formats.elides(str(name))


@register.filter
def on_behalf_of(name):
    """Write « au nom d’Alsace Active »."""
    return formats.on_behalf_of(str(name))


@register.filter(expects_localtime=True)
def long_moment(value):
    """Write « 26 juin 2019, 14:05 »."""
    return formats.format_long_moment(value)


@register.filter
def markdown(text):
    """Render what a person wrote, cleaned."""
    return formats.render_markdown(text)


@register.filter
def unknown(value):
    """Write « inconnu » for what is not known."""
    return formats.known_or_word(value)
