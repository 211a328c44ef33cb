"""Stand-ins for what the settings and the programme must tell and cannot be read, so that the rest can be judged."""

from __future__ import annotations

from dataclasses import replace

from sitegen.model import Config, Programme, Publisher
from sitegen.model.kinds import PROGRAMME, SITE
from sitegen.read.reading import Reading


def fit_config(reading: Reading, config: Config) -> Config:
    """The settings without their faults, with what is required and cannot be read stood in for."""
    if SITE not in reading.unread:
        return config
    from sitegen.read.schema import whole

    title = config.title or "-"
    publisher = whole(config.publisher) if config.publisher else None
    settings: Config = whole(
        replace(
            config,
            title=title,
            description=config.description or title,
            base_url=config.base_url or "https://example.org",
            publisher=publisher or Publisher(name=title),
        )
    )
    return settings


def fit_programme(reading: Reading, programme: Programme | None, config: Config) -> Programme:
    """The programme without its faults; when too little of it can be read, one that says nothing stands in for it."""
    if programme and PROGRAMME not in reading.unread:
        return programme
    from sitegen.read.schema import whole

    known: Programme | None = whole(programme) if programme else None
    title, publisher = config.title, config.publisher.name
    return known or Programme(name=title, agency=publisher, began=1900, summary=title, sources=())
