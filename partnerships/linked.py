"""Which addresses our own pages show: sources of examples, and links within texts."""

from resources.links.occurrences import Place, Source, places_in_texts, register

from .models import Example, GlossaryTerm, Guide
from .worklist import PARTS


def places_of_guide(guide):
    yield from places_in_texts(guide)
    for name in PARTS:
        for part in getattr(guide, name).all():
            yield from places_in_texts(part, name)


def places_of_example(example):
    if not example.is_closed:
        yield Place(example.source_url, "source_url")
    yield from places_in_texts(example)


register(
    Source(
        model=Guide,
        records=lambda: Guide.objects.select_related("term").prefetch_related(*PARTS),
        shown=Guide.objects.with_page,
        places=places_of_guide,
        as_of=lambda guide: guide.reviewed_on,
    )
)
register(
    Source(
        model=Example,
        records=Example.objects.all,
        shown=Example.objects.with_page,
        places=places_of_example,
        titles=lambda example: [example.source_title],
        as_of=lambda example: example.reviewed_on,
    )
)
register(
    Source(
        model=GlossaryTerm,
        records=GlossaryTerm.objects.all,
        shown=GlossaryTerm.objects.all,
        places=places_in_texts,
    )
)
