"""Whether people are told that they face a machine, before they use it, and can read how it works (CON-05)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from criteria.check import Facts, Note, Seen, note
from criteria.facts.ai_signs import PURPOSE, AiSign, AiVisits
from criteria.facts.dossier import Declaration
from criteria.facts.dossier_content import AiUse, DeclaredAi, matches
from criteria.facts.dossier_words import name_words, plain
from criteria.facts.editorial import Block, ContentPage
from criteria.facts.http import Crawl, Exchange
from criteria.page_kinds import patterns

AI = "ai_signatures"
Pages = Sequence[Seen[ContentPage]]


def sign_notes(signs: Sequence[Seen[AiSign]], said: DeclaredAi | None, pages: Pages) -> Iterator[Note]:
    """Signatures and words of a machine that nobody declared."""
    if said is not None and said.uses:
        yield from _other_providers(signs, said.uses)
        return
    sure = [seen for seen in signs if seen.fact.sure]
    if sure:
        first = sure[0].fact
        yield note("undeclared", *sure, name=first.name, url=first.url, shown=first.shown)
    doubtful = [seen for seen in signs if not seen.fact.sure]
    if doubtful:
        first = doubtful[0].fact
        yield note("suspected", *doubtful, name=first.name, url=first.url)
    speaking = [seen for seen in pages if _offers_agent(seen.fact)]
    if speaking and not sure:
        yield note("suspected_words", *speaking[:5], url=speaking[0].fact.url, pages=len(speaking))


def _other_providers(signs: Sequence[Seen[AiSign]], uses: Sequence[AiUse]) -> Iterator[Note]:
    """Signatures of a provider whom no declared use names, where every use names one."""
    if not all(use.provider for use in uses):
        return
    named = frozenset().union(*(name_words(use.provider) for use in uses))
    other = [seen for seen in signs if seen.fact.sure and not name_words(seen.fact.name) & named]
    if other:
        yield note("suspected", *other, name=other[0].fact.name, url=other[0].fact.url)


def _offers_agent(page: ContentPage) -> bool:
    """Whether the page itself offers an agent: in a heading, a title or a short text, not in an article's prose; or
    says that a machine answers where it asks for a text."""
    if page.asks and any(_notifies(block) for block in page.main):
        return True
    short = [block.text for block in page.main if block.heading or len(block.text) < 160]
    return any(re.search(patterns(AI)["words"]["agent"], plain(text)) for text in (page.title, *short))


def use_notes(facts: Facts, said: Seen[Declaration], uses: Sequence[AiUse]) -> Iterator[Note]:
    """Every declared use: opened, announced on its first screen, explained on a page that it links."""
    if facts.first(AiVisits) is None:
        yield note("not_visited", said)
        return
    pages = [seen for seen in facts.all(ContentPage) if seen.fact.purpose == PURPOSE]
    answers = [seen for seen in facts.all(Exchange) if seen.fact.purpose == PURPOSE]
    for use in uses:
        page = _opened(pages, use.page)
        if page is None:
            statuses = [seen.fact.status for seen in answers if seen.fact.start == use.page]
            yield note("not_opened", said, use=use.name, page=use.page, status=statuses[-1] if statuses else "-")
        elif page.fact.thin:
            yield note("page_unread", page, use=use.name, url=page.fact.url)
        else:
            yield from _page_notes(use, page, _opened(pages, use.explanation), said)


def _opened(pages: Pages, path: str) -> Seen[ContentPage] | None:
    """The page that was declared at ``path``, not one that a redirect led to."""
    own = [seen for seen in pages if path and seen.fact.start == path and matches(path, seen.fact.url)]
    return own[-1] if own else None


def _page_notes(
    use: AiUse, page: Seen[ContentPage], explanation: Seen[ContentPage] | None, said: Seen[Declaration]
) -> Iterator[Note]:
    about = {"use": use.name, "url": page.fact.url}
    regions = {block.region for block in page.fact.blocks if _notifies(block)}
    if not regions:
        yield note("no_notice", page, **about)
    elif not regions & {"main", "body", "aside"}:
        yield note("notice_aside", page, **about)
    if not any(_leads(link.url, link.text, use) for block in page.fact.blocks for link in block.links):
        yield note("not_linked", page, **about, explanation=use.explanation or "-")
    elif use.explanation and explanation is None:
        yield note("explanation_unseen", page, said, **about, explanation=use.explanation)
    elif explanation is not None and not _explains(explanation.fact):
        yield note("explanation_thin", explanation, use=use.name, url=explanation.fact.url)


def _notifies(block: Block) -> bool:
    return re.search(patterns(AI)["words"]["notice"], plain(block.text)) is not None


def _leads(url: str, text: str, use: AiUse) -> bool:
    if use.explanation:
        return matches(use.explanation, url)
    return re.search(patterns(AI)["words"]["explanation"], plain(text)) is not None


def _explains(page: ContentPage) -> bool:
    bare = plain(" ".join(block.text for block in page.main))
    subjects = [name for name, words in patterns(AI)["words"]["explains"].items() if re.search(words, bare)]
    bound = patterns(AI)["explanation"]
    return len(subjects) >= int(bound["subjects"]) and page.words >= int(bound["fewest_words"])


def none_notes(facts: Facts, said: Seen[Declaration], crawl: Seen[Crawl]) -> Iterator[Note]:
    """Nothing is declared and nothing was found: not applicable only when the vendor says so and all was seen."""
    pages = len([seen for seen in facts.all(ContentPage) if seen.fact.purpose == "crawl"])
    if said.fact.ai is None:
        yield note("undeclared_section", said)
    elif crawl.fact.truncated:
        yield note("not_all_seen", crawl, why=crawl.fact.why)
    else:
        yield note("none_declared", said, crawl, pages=pages)
