"""Rewrite SVG pictures so that opening one on the site's origin can run nothing and load nothing from elsewhere.

Only listed elements and attributes of SVG are written again, from the events of the XML parser; nothing of the file's
own markup is copied. A library that is kept well cleans HTML (nh3) or only refuses entities (defusedxml): neither
knows which parts of SVG are safe in a file of its own.
"""

from __future__ import annotations

import re
from html import escape
from xml.parsers import expat

from sitegen.problems import Report, Span

_SVG, _XLINK, _XML = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/XML/1998/namespace",
)
_ELEMENTS = frozenset(
    """
    svg g defs symbol use switch title desc path rect circle ellipse line polyline polygon text tspan textPath image
    linearGradient radialGradient stop clipPath mask pattern marker style filter feBlend feColorMatrix
    feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow
    feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight
    feSpecularLighting feSpotLight feTile feTurbulence
    """.split()
)
_ATTRIBUTES = frozenset(
    """
    id class style lang role version viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy fr
    dx dy d points transform rotate textLength lengthAdjust startOffset method spacing side pathLength refX refY
    markerWidth markerHeight markerUnits orient gradientUnits gradientTransform spreadMethod offset patternUnits
    patternContentUnits patternTransform clipPathUnits maskUnits maskContentUnits filterUnits primitiveUnits in in2
    result mode type values operator k1 k2 k3 k4 order kernelMatrix divisor bias targetX targetY edgeMode
    preserveAlpha surfaceScale diffuseConstant specularConstant specularExponent kernelUnitLength scale
    xChannelSelector yChannelSelector azimuth elevation pointsAtX pointsAtY pointsAtZ z limitingConeAngle stdDeviation
    radius baseFrequency numOctaves seed stitchTiles tableValues slope intercept amplitude exponent media
    requiredFeatures requiredExtensions systemLanguage
    alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation color-interpolation-filters
    color-rendering cursor direction display dominant-baseline enable-background fill fill-opacity fill-rule filter
    flood-color flood-opacity font font-family font-feature-settings font-kerning font-size font-size-adjust
    font-stretch font-style font-variant font-weight glyph-orientation-horizontal glyph-orientation-vertical
    image-rendering isolation kerning letter-spacing lighting-color marker marker-end marker-mid marker-start mask
    mask-type mix-blend-mode opacity overflow paint-order pointer-events shape-rendering stop-color stop-opacity
    stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity
    stroke-width text-align text-anchor text-decoration text-rendering transform-box transform-origin unicode-bidi
    vector-effect visibility white-space word-spacing writing-mode
    """.split()
)
_EVENT = re.compile(r"on[a-z]+", re.IGNORECASE)
_LOADS = re.compile(
    r"""\\|@(?:import|font-face|namespace)|(?:image|image-set|cross-fade|src|expression|element)\(|-moz-binding|behavior
    |url\((?!\s*['"]?\#)""",
    re.IGNORECASE | re.VERBOSE,
)
"""Style that loads a file, or may hide that it does behind an escape."""
_EMBEDDED = re.compile(r"\s*data:image/(?:png|jpeg|jpg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
"""A picture within the picture; its data cannot hold another SVG."""
_SCRIPT_LINK = re.compile(r"[\x00-\x20]*(?:(?:java|vb)script\s*:|data:(?!image/|font/))", re.IGNORECASE)
_MAX_DEPTH = 200


class ActiveContent(Exception):
    """The picture holds script, or what parsers are attacked with."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.what, self.line = what, line


def rewrite_svg(data: bytes, file: str, report: Report) -> bytes | None:
    """Return the picture with listed parts only, and report what had to go; None, with an error, for an active one."""
    rewriter = _Rewriter(file, report)
    try:
        return rewriter.rewrite(data)
    except ActiveContent as error:
        report.add("svg-active", Span(file, error.line), what=error.what)
    except (expat.ExpatError, LookupError, ValueError) as error:  # LookupError: an encoding that Python does not know
        report.add("media-content", Span(file, getattr(error, "lineno", 0)), kind="svg")
    return None


class _Rewriter:
    def __init__(self, file: str, report: Report) -> None:
        self._file, self._report = file, report
        self._parts: list[str] = []
        self._depth = self._skipped = 0
        """How many elements are open, and the depth of the one that is left out with all within it."""
        self._style: list[str] | None = None
        self._style_line = 0
        parser = self._parser = expat.ParserCreate(None, "}")
        parser.buffer_text = True
        parser.ordered_attributes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.ProcessingInstructionHandler = self._instruction
        parser.EntityDeclHandler = self._refuse_entity
        parser.SkippedEntityHandler = self._refuse_entity

    def rewrite(self, data: bytes) -> bytes:
        self._parser.Parse(data, True)
        return "".join([*self._parts, "\n"]).encode()

    def _line(self) -> int:
        return int(self._parser.CurrentLineNumber)

    def _removed(self, what: str) -> None:
        self._report.add("svg-part-removed", Span(self._file, self._line()), what=what)

    def _refuse_entity(self, *_: object) -> None:
        raise ActiveContent("<!ENTITY", self._line())

    def _instruction(self, target: str, data: str) -> None:
        if target.lower() == "xml-stylesheet":
            self._removed("<?xml-stylesheet")

    def _start(self, name: str, attributes: list[str]) -> None:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise ActiveContent(f"> {_MAX_DEPTH} <g>", self._line())
        namespace, _, local = name.rpartition("}")
        pairs = list(zip(attributes[::2], attributes[1::2], strict=True))
        self._refuse_active(local, pairs)
        if self._depth == 1 and (namespace, local) != (_SVG, "svg"):
            raise ValueError("no SVG")
        if self._skipped:
            return
        tag = "g" if local == "a" else local  # a link in a picture of its own would lead out of the site
        if namespace != _SVG or tag not in _ELEMENTS:
            self._skipped = self._depth
            # What drawing programs keep for themselves shows nothing, and is not worth a word.
            if (namespace == _SVG and local != "metadata") or "xhtml" in namespace:
                self._removed(f"<{local}")
            return
        if tag == "style":
            self._style, self._style_line = [], self._line()
        kept = [written for key, value in pairs if (written := self._attribute(tag, key, value))]
        own = [f'xmlns="{_SVG}" xmlns:xlink="{_XLINK}"'] if self._depth == 1 else []
        self._parts.append(f"<{' '.join([tag, *own, *kept])}>")

    def _refuse_active(self, local: str, pairs: list[tuple[str, str]]) -> None:
        """Refuse script wherever it stands, also within what is left out: who wrote it should know."""
        if local.lower() in ("script", "handler", "listener"):
            raise ActiveContent(f"<{local}", self._line())
        for key, value in pairs:
            name = key.rpartition("}")[2]
            if _EVENT.fullmatch(name):
                raise ActiveContent(name, self._line())
            if name.lower() in ("href", "src", "to", "from", "values", "action", "formaction", "data") and any(
                _SCRIPT_LINK.match(re.sub(r"[\t\n\r]", "", part)) for part in value.split(";")
            ):
                raise ActiveContent(name, self._line())

    def _attribute(self, tag: str, key: str, value: str) -> str:
        """Return an attribute as it is written; empty for one that is left out."""
        namespace, _, name = key.rpartition("}")
        if name == "href" and namespace in ("", _XLINK):
            name, safe = "xlink:href", value.strip().startswith("#") or (tag == "image" and _EMBEDDED.fullmatch(value))
        elif namespace:  # else of a drawing program, and not worth a word
            name = f"xml:{name}" if namespace == _XML and name in ("space", "lang") else ""
            safe = True
        else:
            safe = (name in _ATTRIBUTES or name.startswith("aria-")) and not _LOADS.search(value)
        if not safe and not name.startswith("data-"):
            self._removed(name.removeprefix("xlink:"))
        return f'{name}="{escape(value)}"' if safe and name else ""

    def _text(self, text: str) -> None:
        if self._skipped:
            return
        if self._style is not None:
            self._style.append(text)
        else:
            self._parts.append(escape(text, quote=False))

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._skipped:
            if self._depth < self._skipped:
                self._skipped = 0
            return
        if self._style is not None:
            style, self._style = "".join(self._style), None
            if _LOADS.search(style):
                self._report.add("svg-part-removed", Span(self._file, self._style_line), what="<style")
            else:
                self._parts.append(escape(style, quote=False))
        tag = name.rpartition("}")[2]
        self._parts.append(f"</{'g' if tag == 'a' else tag}>")
