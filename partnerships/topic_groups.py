"""The table of contents: topics in their groups, each with the number of resources behind it."""

from django.utils.translation import gettext as _

from resources.models import Term

MEETING_PARTNERS = "making-connections"


def topic_groups():
    """(heading, topics) as the 2009 kit grouped them: partners to meet, ways to work, the rest."""
    topics = Term.objects.topics().with_resource_count()
    partners, ways, around = [], [], []
    for topic in topics.select_related("guide", "kit_page__parent__term"):
        kit_page = getattr(topic, "kit_page", None)
        parent = kit_page and kit_page.parent
        if parent and parent.term.slug == MEETING_PARTNERS:
            partners.append(topic)
        elif hasattr(topic, "guide"):
            ways.append(topic)
        else:
            around.append(topic)
    groups = [
        (_("People to work with"), partners),
        (_("How to go about it"), ways),
        (_("Around the 2009 kit"), around),
    ]
    return [(heading, found) for heading, found in groups if found]
