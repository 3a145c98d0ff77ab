"""Guides' recommendations, as the app of resources reads them."""

from resources.batches import batches
from resources.models import Status
from resources.models.publication import WITH_PAGE
from resources.models.recommendations import IndexedRecommendation, Recommendations

from .models import Recommendation

KEYS_AT_ONCE = 500


class GuideRecommendations(Recommendations):
    """Reads the recommendations that guides make."""

    def prefetch_for(self, resources):
        return resources.prefetch_related("recommendations__guide__term")

    def visible_for(self, resource):
        return [made for made in resource.recommendations.all() if made.guide.has_page]

    def count(self, resource):
        return len(resource.recommendations.all())

    def for_page(self, resource):
        made = resource.recommendations.select_related("guide__term", "chosen_by").order_by(
            "-guide__term__vocabulary", "chosen_by__slug", "guide__order", "pk"
        )
        return [recommendation for recommendation in made if recommendation.guide.has_page]

    def lines_to_say(self, recommendation):
        return recommendation.guide.things_to_say.all()

    def rows_for_index(self, keys):
        made = Recommendation.objects.filter(resource__in=keys, guide__status__in=WITH_PAGE)
        rows = made.order_by("pk").values_list(
            "resource_id",
            "guide__term_id",
            *("why_here_en", "why_here_es", "locator_detail_en", "locator_detail_es"),
        )
        return map(IndexedRecommendation._make, rows)

    def resources_of(self, entries):
        guides = [int(key) for kind, key in entries if kind == "guide"]
        found = set()
        for keys in batches(guides, KEYS_AT_ONCE):
            made = Recommendation.objects.filter(guide__in=keys)
            found.update(made.values_list("resource_id", flat=True))
        return found

    def guides_naming(self, organization):
        ways = organization.ways_to_get_involved.filter(guide__status=Status.PUBLISHED)
        return dict.fromkeys(way.guide for way in ways.select_related("guide__term"))
