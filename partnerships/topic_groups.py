"""The table of contents: topics in groups, each with its number of resources."""

from django.utils.translation import gettext as _

from resources.models import Term

PARTNERS_PARENT_SLUG = "making-connections"


def topic_groups():
    """[(heading, topics)], as the 2009 kit grouped them, without empty groups."""
    topics = Term.objects.topics().with_resource_count()
    partners, methods, others = [], [], []
    for topic in topics.select_related("guide", "kit_page__parent__term"):
        kit_page = getattr(topic, "kit_page", None)
        parent = kit_page and kit_page.parent
        if parent and parent.term.slug == PARTNERS_PARENT_SLUG:
            partners.append(topic)
        elif hasattr(topic, "guide"):
            methods.append(topic)
        else:
            others.append(topic)
    groups = [
        (_("People to work with"), partners),
        (_("How to go about it"), methods),
        (_("Around the 2009 kit"), others),
    ]
    return [(heading, found) for heading, found in groups if found]
