"""Targets of links: what one names, or probably meant."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from html import unescape
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from sitegen.names import fold
from sitegen.scalars import closest_match

_WRITTEN = r"(?:<([^<>\n]*+)>|((?:[^\s()<>\\]|\\.|\((?:[^\s()<>\\]|\\.)*+\))++))"
"""A target in Markdown, within <> or without."""
_MENTION = re.compile(
    rf"""
      (?P<sign>(?<![\\!])!?+)\[[^\]\[]*+\]\([ ]*+{_WRITTEN}            # an image or a link
    | \][(:][ ]*+(?:<(?P<angled>[^<>\n]*+)>|(?P<bare>[^\s<>]++))         # one with brackets within, or a reference
    | \b(?P<attribute>src|href)[ ]*+=[ ]*+(?:"(?P<double>[^"\n]*+)"|'(?P<single>[^'\n]*+)'|(?P<plain>[^\s"'<>]++))
    | (?P<address>https?://[^\s<>()\[\]"']++)
    | (?P<name>(?<![\w./-])[\w./-]+\.\w+)                               # the name of a file in plain words
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WITH_SPACES = re.compile(r"\]\(((?=[^\s<])[^()\n<>\"]*+(?:\([^()\n<>\"]*+\)[^()\n<>\"]*+)*+)\)")
"""What was to be a link to a file whose name has spaces: Markdown reads no link there."""
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{2,5}(?:#\S*+)?\Z")
"""The end of the name of a file."""
_ADDRESS = re.compile(r"https?://(?:[^\s<>()\[\]\"'`\\|]|\([^\s<>()\[\]\"'`\\|]*+\))++", re.IGNORECASE)
"""An address of the web in a text, brackets that it closes itself included."""
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_MAY_MENTION = re.compile(r"\]\(|\]:|\.md|media/|://|\b(?:src|href)\b", re.IGNORECASE)
_EXTERNAL = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_WHOLE = re.compile(
    r"https?://(?:[^\s/?#@]*+@)?(?:[^\s/?#@:\[\]]++|\[[0-9a-f:.]++\])(?::[0-9]++)?(?=[/?#]|\Z)"
    r"|mailto:(?:[^\s@?]++@[^\s@?]++|\?)"
    r"|tel:[+(]?[0-9]",
    re.IGNORECASE,
)
_SLIP = re.compile(r"(https?)(?::///++|:/?+|;//?+|//|:\\\\|://https?:/?+/?+)(?=[\w-]++\.)", re.IGNORECASE)
"""A scheme that is not written right."""
_DOMAIN = re.compile(r"(?:[a-z0-9][a-z0-9-]*+\.)++([a-z]{2,}+)(?=[/:?#]|\Z)", re.IGNORECASE)
_MAIL = re.compile(r"(?:mail:|mailto//)?([\w.+-]++@[\w-]++(?:\.[\w-]++)++)")
_PHONE = re.compile(r"\+?[0-9](?:[ ().-]*+[0-9]){6,}+")
_FILE_SUFFIXES = frozenset(
    "avif bmp css csv doc docx gif heic heif htm html jpeg jpg js json m4a md mp3 mp4 odp ods odt ogg pdf php png ppt"
    " pptx svg tif tiff txt vtt wav webm webp xls xlsx xml yaml yml zip".split()
)
"""What looks like a domain with one of these at its end is the name of a file."""
_LOCAL_HOSTS = ("127.0.0.1", "localhost", "0.0.0.0", "::1")
_MANY = 1000
"""Of more files than this, only those whose names begin alike are compared with a misspelt one."""

Use = Literal["image", "link", ""]
"""What a text does with a file; empty where that is not known."""


class Mention(NamedTuple):
    """A possible target in a text."""

    target: str
    """As Markdown or HTML reads it: without escapes."""
    use: Use


class FileNames:
    """The paths of files, found by any form in which people and systems write them."""

    def __init__(self, files: Iterable[str]) -> None:
        self._files = files if isinstance(files, Collection) else tuple(files)

    @cached_property
    def _by_key(self) -> dict[str, str]:
        return {name_key(file): file for file in self._files}

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        """The files by their folded names, for what is another spelling of one."""
        found: dict[str, list[str]] = {}
        for file in self._files:
            found.setdefault(_folded_name(file), []).append(file)
        return found

    def find(self, target: str, folder: str) -> str:
        """Return the file that `target`, written in a file of `folder`, names; empty if there is none."""
        for path in dict.fromkeys((target, unquote(target))):
            full = posixpath.normpath(posixpath.join(folder, path))
            if full in self._files:
                return full
            if found := self._by_key.get(name_key(full)):
                return found
        return ""

    def suggest(self, target: str, folder: str, within: Collection[str] = ("",)) -> str:
        """Return the path, from `folder`, of the file that was probably meant; empty if none is near. Only files in the
        folders `within` are meant."""
        path = name_key(unquote(target.partition("?")[0]))
        full = posixpath.normpath(posixpath.join(folder, path))
        same = [file for file in self._by_name.get(_folded_name(full), ()) if file.startswith(tuple(within))]
        beside = [file for file in same if posixpath.dirname(file) == posixpath.dirname(full)]
        closest = next((one[0] for one in (beside, same) if len(one) == 1), "")
        if not closest and not same:
            candidates = [file for file in self._files if file.startswith(tuple(within))]
            if len(candidates) > _MANY:
                begin = posixpath.basename(full)[:4]
                candidates = [file for file in candidates if posixpath.basename(file).startswith(begin)]
            # A name without a folder is meant to be in one of these.
            here = full if full.startswith(tuple(within)) else f"{min(within)}{posixpath.basename(full)}"
            closest = closest_match(here, candidates)
        return posixpath.relpath(closest, folder or ".") if closest else ""


def name_key(path: str) -> str:
    """Return the form of a path in which two that look alike are equal: composed letters, and one kind of space."""
    if path.isascii():
        return path
    return "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in unicodedata.normalize("NFC", path))


def _folded_name(file: str) -> str:
    stem, suffix = posixpath.splitext(posixpath.basename(file))
    return fold(stem) + suffix.lower().replace(".jpeg", ".jpg")


def split_target(target: str) -> tuple[str, str]:
    """Divide the target of a link into the path, as `name_key` writes it, and the fragment with its `#`."""
    path, sign, fragment = target.partition("#")
    return name_key(unquote(path)), sign + unquote(fragment)


@lru_cache(maxsize=10_000)  # planning asks for the same text several times
def find_mentions(text: str) -> tuple[Mention, ...]:
    """Find what may be the targets of links and images in a text of Markdown, each once.

    Some are none, such as a file name in plain words; that costs a re-rendering at most.
    """
    if not _MAY_MENTION.search(text):
        return ()
    found = dict[Mention, None]()
    for match in _MENTION.finditer(text):
        kind = match.lastgroup or "sign"
        if kind == "sign":
            written = match[2] if match[2] is not None else match[3]
            use: Use = "image" if match["sign"] else "link"
            found[Mention(unescape(_ESCAPE.sub(r"\1", written)), use)] = None
        elif kind in ("double", "single", "plain", "attribute"):
            found[Mention(unescape(match[kind]), "image" if match["attribute"].lower() == "src" else "link")] = None
        else:
            written = match[kind]
            found[Mention(written if kind == "name" else unescape(_ESCAPE.sub(r"\1", written)), "")] = None
            if kind in ("address", "bare"):  # signs that end a sentence, or the link
                found[Mention(unescape(written).rstrip("*_~.,;:!?)"), "")] = None
    return tuple(found)


def find_addresses(text: str) -> Iterator[tuple[str, int]]:
    """Yield the addresses of the web in a text of Markdown, without what is behind `#`, each with its index."""
    for match in _ADDRESS.finditer(text):
        url = unescape(match[0]).partition("#")[0].rstrip("*_~.,;:!?")
        if is_whole_address(url):
            yield url, match.start()


def target_with_spaces(text: str, at: int) -> str:
    """Return the target whose `](` stands at an index of a text, and that Markdown does not read as one for its spaces;
    empty where there is none."""
    match = _WITH_SPACES.match(text, at)
    return match[1] if match and " " in match[1] and _SUFFIX.search(match[1]) else ""


def targets_with_spaces(text: str) -> Iterator[str]:
    """Yield the targets that Markdown does not read as such for their spaces."""
    for match in _WITH_SPACES.finditer(text):
        if target := target_with_spaces(text, match.start()):
            yield target


def in_markdown(target: str) -> str:
    """Write a path so that Markdown reads it as a target."""
    return f"<{target}>" if re.search(r"[\s()]", target) else target


def is_external(target: str) -> bool:
    """Whether a target has a scheme or a host."""
    return _EXTERNAL.match(target) is not None


def is_whole_address(target: str) -> bool:
    """Whether a target is all of an address elsewhere: of the web, of mail, or a telephone number."""
    return _WHOLE.match(target) is not None


def complete_address(target: str) -> str:
    """Return the whole address that was meant by a part of one; empty where that is not certain."""
    if slip := _SLIP.match(target):
        return f"{slip[1].lower()}://{target[slip.end() :]}"
    if target.startswith("//") and _DOMAIN.match(target, 2):
        return f"https:{target}"
    domain = _DOMAIN.match(target)
    if domain and (domain[1].lower() not in _FILE_SUFFIXES or target.lower().startswith("www.")):
        return f"https://{target}"
    if mail := _MAIL.fullmatch(target):
        return f"mailto:{mail[1]}"
    if _PHONE.fullmatch(target):
        return f"tel:{re.sub('[^+0-9]', '', target)}"
    return ""


def own_path(target: str, base_url: str) -> str:
    """Return the path within the site of a whole address: by its own base URL, or as copied from the preview; empty for
    an address elsewhere."""
    try:
        parts, base = urlsplit(target), urlsplit(base_url)
        host = (parts.hostname or "").lower()
        own = parts.scheme.lower() in ("http", "https") and host == (base.hostname or "") and parts.port == base.port
    except ValueError:  # an unreadable host or port
        return ""
    local = parts.scheme.lower() in ("http", "https") and host in _LOCAL_HOSTS
    root, path = base.path.rstrip("/"), parts.path or "/"
    within = path == root or path.startswith(f"{root}/")
    if not local and not (own and within):
        return ""
    path = unquote(path[len(root) :] if within else path) or "/"
    query, fragment = parts.query and f"?{parts.query}", parts.fragment and f"#{parts.fragment}"
    return path + query + fragment


def page_url(target: str) -> str:
    """Return the address of the page that was probably meant by a target: `../berita/x.html` gives `/berita/x/`."""
    path = re.sub(r"(?:index)?\.html?\Z|\.php\Z", "", unquote(target).partition("#")[0].partition("?")[0])
    steps = [step for step in path.split("/") if step not in ("", ".", "..")]
    return "/" + "".join(f"{step}/" for step in steps)
