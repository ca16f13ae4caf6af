"""A web process starts quickly: what only a confined child needs is not loaded by it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ONLY_IN_CHILDREN = {
    *("numpy", "pikepdf", "pdfminer", "pypdfium2", "onnxruntime", "cv2", "spacy", "rapidocr"),
    *("presidio_analyzer", "PIL", "lxml", "tokenizers", "boto3"),
}


@pytest.mark.slow
def test_web_process_loads_no_parser():
    """Half of a start would go into them; and nothing there may parse an upload anyway."""
    program = "import django, sys; django.setup(); import portal.urls; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(run.stdout.split())
    assert "submissions.tasks" in loaded
    assert loaded & ONLY_IN_CHILDREN == set()
