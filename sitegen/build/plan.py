"""The build plan: every output with its key, and the part of it that is cached from one build to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from sitegen.artifact import Artifact
from sitegen.build.provenance import InputLists, inputs_of, shared_inputs
from sitegen.build_context import BuildContext
from sitegen.cache import Cache, NullCache, cached_report, cached_value
from sitegen.digest import hex_digest
from sitegen.fingerprint import code_fingerprint, fingerprints
from sitegen.models import Site
from sitegen.output import LayoutContext, Output, find_layout
from sitegen.pages import SitePlan, plan_site
from sitegen.problems import Report, Span
from sitegen.render import OutputKeys
from sitegen.urls import Routes, file_url, is_permalink
from sitegen.validate.urls import map_published_subjects

if TYPE_CHECKING:
    from sitegen.pages.plan import PublishedUrls

CachedOutputs = list[tuple[str, str, Span]]
"""The cached part of a plan: path, key and origin of each output that shows no text."""


@dataclass(slots=True)
class BuildPlan:
    """A loaded site with the keys of all its outputs."""

    site: Site
    """The loaded site."""
    layouts: tuple[LayoutContext, ...]
    """The layout context of each language, that of the first language first."""
    keys: dict[str, str]
    """The key of every output, by path."""
    origins: dict[str, Span]
    """The source of every output, by path."""
    outputs: dict[str, Output]
    """The outputs by path; those that are cached are missing until `load_all`."""
    site_plan: SitePlan
    """The plan of the outputs, from which this one is made."""
    others_digest: str
    """Digest of all that the outputs without texts are made from."""
    inputs_digest: str
    """Digest of the input lists of all outputs, and of the releases."""

    def load_all(self) -> None:
        """Plan the cached outputs too, because some of them have to be rendered again."""
        for output in self.site_plan.plan_others(Report()):
            self.outputs[output.path] = output

    def inputs(self, cache: Cache, artifacts: Mapping[str, Artifact]) -> InputLists:
        """The source files of each artifact; cached apart from the keys, for few builds need them."""
        inputs = self._inputs(cache)
        return {file: inputs[artifact.directory or file] for file, artifact in artifacts.items()}

    def permalinks(self) -> dict[str, str]:
        """The URLs that the plan promises to keep, each with the village's code or the file that stands there."""
        subjects = map_published_subjects(self.site, self.origins)
        return {file_url(path): subjects.get(path, "") for path in self.origins if is_permalink(path)}

    def shared_inputs(self) -> list[str]:
        """The source files that any artifact may be made from."""
        return shared_inputs(self.site_plan, self.site)

    def _inputs(self, cache: Cache) -> InputLists:
        inputs = inputs_of(self.site_plan.text_outputs, self.site, self.site_plan.reads)

        def of_others() -> InputLists:
            if any(path not in self.outputs for path in self.keys):
                self.load_all()
            others = (self.outputs[path] for path in self.keys if path not in inputs)
            return inputs_of(others, self.site, self.site_plan.reads)

        return cached_value(cache, "inputs", self.others_digest, InputLists, of_others) | inputs


def plan_published_urls(site: Site, context: BuildContext, routes: Routes) -> PublishedUrls:
    """The permanent URLs, titles and headline figures that a build publishes; quicker than to plan it."""
    from sitegen.pages.plan import published_urls  # imports every page kind

    return published_urls(site, context, routes)


def plan_build(site: Site, context: BuildContext, routes: Routes, report: Report, cache: Cache) -> BuildPlan:
    """Plan the outputs of `site`.

    An edit of a text changes nothing in pages that do not show it; so their paths and keys are remembered by the
    digest of everything but the texts. What a list shows of an announcement, its title or date, is no text in this
    sense. A plan with an error is not remembered, nor is a preview, which depends on the hour.
    """
    fingerprints()
    made = plan_site(site, context, routes, report)
    keys = {layout.language: OutputKeys(site.theme, layout, code_fingerprint()) for layout in made.layouts}

    def key_of(output: Output) -> str:
        return keys[find_layout(made.layouts, output.path).language].key(output)

    digest = hex_digest(code_fingerprint().encode(), msgspec.msgpack.encode(made.other_inputs))
    outputs = {output.path: output for output in made.text_outputs}

    def plan_others(found: Report) -> CachedOutputs:
        new = made.plan_others(found)
        outputs.update((output.path, output) for output in new)
        return [(output.path, key_of(output), output.origin) for output in new]

    plan_cache = NullCache() if context.preview else cache
    outline, _ = cached_report(plan_cache, "outline", digest, CachedOutputs, report, plan_others)
    prose = [(output.path, key_of(output), output.origin) for output in made.text_outputs]
    read = [sorted(made.reads.of(output.path)) for output in made.text_outputs]
    return BuildPlan(
        site=site,
        layouts=made.layouts,
        keys={path: key for path, key, _ in [*outline, *prose]},
        origins={path: origin for path, _, origin in [*outline, *prose]},
        outputs=outputs,
        site_plan=made,
        others_digest=digest,
        inputs_digest=hex_digest(
            digest.encode(), msgspec.msgpack.encode((read, [one.digest for one in site.releases]))
        ),
    )
