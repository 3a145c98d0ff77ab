"""How the links that visitors see are doing now."""

from django.db.models import Count, Max

from resources.models import LinkState

from .places import shown


def counts():
    """({state: how many links}, the moment of the last visit of any, or None).

    Every state is there, in its order, those not checked yet at the end.
    """
    order = sorted(LinkState, key=lambda state: state == LinkState.NOT_CHECKED)
    number, last = dict.fromkeys(order, 0), None
    found = shown().order_by().values_list("state").annotate(Count("pk"), Max("checked_at"))
    for state, links, checked_at in found:
        number[LinkState(state)] = links
        last = max(filter(None, (last, checked_at)), default=None)
    return number, last
