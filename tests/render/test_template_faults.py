"""Whatever a template does wrong is a problem of that template."""

from __future__ import annotations

from dataclasses import replace

import pytest
from factory import ADDRESSES, NOW, default_theme, make_site

from sitegen.build_context import BuildContext
from sitegen.cache import NullCache
from sitegen.content import Template
from sitegen.output import Output
from sitegen.pages import plan_site
from sitegen.render.markdown import RenderFindings
from sitegen.render.templates import Templates


@pytest.mark.parametrize(
    "text",
    [
        "{{ 1 / 0 }}",
        "{{ 1 % 0 }}",
        "{{ 'a' | no_such_filter }}",
        "{{ no_such_function() }}",
        "{{ view.x[3] }}",
        "{{ ''[3] }}",
        "{{ [1, 2] | first(3) }}",
        "{{ 2.0 ** 5000 }}",
        "{% for one in range(10000000000) %}x{% endfor %}",
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{% include 'uji.html' %}",
        "{% extends 'uji.html' %}",
        "{% include 'tidak-ada.html' %}",
        "{% from 'figures.html' import tidak_ada %}{{ tidak_ada() }}",
        "{% if %}",
        "{{ " + "(" * 400 + "1" + ")" * 400 + " }}",
        "{{ " + "-" * 5000 + "1 }}",
        "{% if 1 %}" * 300,
        "{{ 'x' | date }}",
        "{{ 'x' | t(a=1) }}",
        "{{ {}.a.b }}",
        "{{ 'a'.encode('x') }}",
        "{{ '%d' % 'a' }}",
        "{{ '{0.x}'.format(1) }}",
        "{{ view | markdown }}",
        "{{ 9 | picture('a') }}",
    ],
)
def test_template_fault_is_a_problem_of_the_template(text: str) -> None:
    theme = default_theme()
    file = "themes/uji/templates/uji.html"
    theme = replace(
        theme,
        templates={**theme.templates, "uji.html": text},
        template_files={**theme.template_files, "uji.html": file},
    )
    layout = plan_site(make_site(), BuildContext(NOW), ADDRESSES).layouts[0]
    findings = RenderFindings()
    output = Output("uji/index.html", Template("uji.html", object()))
    assert Templates(theme, layout, "Asia/Jakarta", NullCache(), "uji").render(output, findings) == b""
    (problem,) = findings.report
    assert problem.code in ("template-error", "template-missing")
    assert problem.at.file == file
