"""Publishes files as a build does, without rendering."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from unittest import mock

from sitegen import build as pipeline
from sitegen.artifact import Artifact
from sitegen.build import BuildOptions, PublishOptions
from sitegen.build_context import BuildContext
from sitegen.problems import Report, Span
from sitegen.publish import BuildManifest, OutputFolder, Staging, load_manifest, sha256_hex


def publish(folder: OutputFolder, files: Mapping[str, bytes], *, clean: bool = False, **options: Any) -> Report:
    """Publish `files`; `options` are those of PublishOptions."""
    report, origins = Report(), {path: Span("data/villages.yaml", 3) for path in files}
    made = {path: Artifact(key=path, digest=sha256_hex(data), size=len(data)) for path, data in files.items()}
    plan = SimpleNamespace(
        origins=origins,
        inputs_digest="inputs",
        inputs=lambda cache, artifacts: dict.fromkeys(artifacts, b"[]"),
        shared_inputs=list,
        site=SimpleNamespace(releases=()),
        layouts=[SimpleNamespace(generator="sitegen 1")],
    )
    build_options = BuildOptions(
        Path(), BuildContext(datetime(2026, 1, 1, tzinfo=UTC)), publish=PublishOptions(**options)
    )
    folder.refuse_foreign()
    folder.state.mkdir(parents=True, exist_ok=True)
    folder.recover()
    known = load_manifest(folder.state / "manifest")
    old = BuildManifest() if clean else known
    state, staging = folder.compare(old), Staging(folder.work / "stage")
    try:
        for path, data in files.items():
            staging.put(path, data)
        pipeline._publish(
            build_options, folder, cast(Any, plan), list(files), made, known, old, state, mock.Mock(), report
        )
    finally:
        staging.clear()
        folder.close()
    return report


def codes(report: Report) -> list[str]:
    """Return the codes of the problems."""
    return [problem.code for problem in report]
