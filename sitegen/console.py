"""Console: what a command prints, to whom, and in which language."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

from sitegen.build import Summary
from sitegen.memo import Forgetful
from sitegen.problems import Problem, Report, Span
from sitegen.read import read_words
from sitegen.show import as_github, as_json, as_text, job_summary, sentence

Words = dict[str, Any]
