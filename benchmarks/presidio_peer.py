"""presidio-image-redactor over given pictures, for the comparison in ``formats_pictures``.

Run by an interpreter of its own, in which it, Tesseract and the spaCy model of that
environment are installed; no part of Airlock imports this:

    PYTHON benchmarks/presidio_peer.py MODEL ANSWER.json PICTURE...

ANSWER maps paths to CPU seconds, the programs it starts included.
"""

import json
import resource
import sys
from pathlib import Path

from PIL import Image
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider
from presidio_image_redactor import (  # type: ignore[import-not-found]  # only in the peer's
    ImageAnalyzerEngine,
    ImageRedactorEngine,
)


def cpu() -> float:
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


def main() -> None:
    model = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": sys.argv[1]}]}
    engine = NlpEngineProvider(nlp_configuration=model).create_engine()
    analyzer = ImageAnalyzerEngine(analyzer_engine=AnalyzerEngine(nlp_engine=engine))
    redactor = ImageRedactorEngine(analyzer)
    redactor.redact(Image.new("RGB", (200, 60), "white"), (0, 0, 0))
    answer = {}
    for path in sys.argv[3:]:
        begin = cpu()
        with Image.open(path) as image:
            redactor.redact(image.convert("RGB"), (0, 0, 0))
        answer[path] = cpu() - begin
    Path(sys.argv[2]).write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main()
