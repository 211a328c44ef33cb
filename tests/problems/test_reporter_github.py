"""What GitHub is told: annotations at lines and the summary of a job, and what hostile text cannot do to either."""

from __future__ import annotations

from small_report import messages, small_report

from sitegen import reporters
from sitegen.problems import Problem, Report, Span


def test_reporter_github_annotations() -> None:
    assert reporters.format_github_report(small_report(), messages("en")) == (
        "::error title=site-missing::No site is found here: data/site.yaml does not exist. Go to the folder of the "
        "site, or begin one with: sitegen init NAME\n"
        "::warning file=content/news/a.md,line=9,col=12,endColumn=16,title=held-link::"
        'The link to "b.md" shows as plain text: that page is not published (draft, scheduled or expired).\n'
        "::error file=data/villages.yaml,line=43,col=10,endColumn=16,title=unknown-value::"
        '"madyaa" cannot stand here. Choose one of: pratama, madya, utama. Did you mean "madya"?\n'
        "::error file=data/villages.yaml,line=50,col=3,endColumn=7,title=unknown-key::"
        'The key "nama" is not known here. Did you mean "name"?'
    )


def test_reporter_github_escapes_commands() -> None:
    report = Report()
    report.add("unknown-key", Span("a,line=1:b%0A\n::x.yaml", 2, 3), key="50%\n::add-mask::x\r%0A")
    told = reporters.format_github_report(report, messages("en"))
    assert told == (
        "::error file=a%2Cline=1%3Ab%250A<U+000A>%3A%3Ax.yaml,line=2,col=3,title=unknown-key::"
        'The key "50%25 ::add-mask::x %250A" is not known here.'
    )


def test_reporter_github_job_summary() -> None:
    report = Report()
    report.add("unknown-key", Span("data/a_b.yaml", 2, 3), key="<img src=x>|`*_[a](b)")
    assert reporters.format_job_summary(report, messages("id")) == (
        "## Masalah pada situs\n\n1 galat\n\n| Tempat | Masalah | Apa yang keliru |\n|---|---|---|\n"
        "| <code>data/a&#95;b.yaml&#58;2&#58;3</code> | <code>error&#91;unknown-key&#93;</code> "
        '| Kunci "&#60;img src=x&#62;&#124;&#96;&#42;&#95;&#91;a&#93;(b)" tidak dikenal di sini. |\n'
    )


def test_reporter_github_job_summary_size_limit() -> None:
    report = Report(Problem("unknown-key", Span("data/a.yaml", n + 1), {"key": "k" * 300}) for n in range(700))
    told = reporters.format_job_summary(report, messages("en"))
    assert told.count("error&#91;unknown-key&#93;") == reporters.MAX_ROWS
    assert told.endswith("\n\nand 200 more problems; all of them stand in the log of this run\n")
    assert len(told.encode()) < 1024 * 1024
