"""Check an Athar citation without trusting the site that shows it. Needs nothing but Python:
python3 verify_citation.py SITE-OR-EXPORT 7KQ2-M9XY [the sixteen symbols on your paper]"""

import json
import sys
import time
from hashlib import sha256
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

given = sys.argv[1].rsplit("/c/", "://" in sys.argv[1]) + sys.argv[2:]  # …/c/7KQ2-M9XY does too
place, code = given[0].rstrip("/"), given[1].strip("/").upper().replace("-", "")
failed, api, exported = [], "/api/v1/", None


def get(path):
    """What the API answers, or the exported file holds; None of what was redacted."""
    file = place + path.partition("?")[0] + "index.json"
    if not place.startswith(("https://", "http://")):
        return Path(file).read_bytes() if Path(file).exists() else None
    try:
        return urlopen(file if exported else place + path).read()
    except HTTPError as error:
        if error.code == 429:  # slower, please
            return time.sleep(int(error.headers.get("Retry-After", 5))) or get(path)
        missing = (410,) if exported is False else (403, 404)
        return None if error.code in missing else sys.exit(f"{path}: {error}")


def step(words, expected, found):
    failed.extend([words] * (expected != found))
    print(f"{'holds' if expected == found else f'FAILS, {found} is not {expected}'}: {words}")


exported = b"citations" in (get("/athar-citations.json") or b"")  # a folder, served by anybody
one = json.loads(get(f"{api}citations/{code}/") or sys.exit(f"No citation {code} at {place}"))
following, folded, codes, read, wrong = f"{api}citations/{code}/records/?limit=999", b"", [], 0, 0
while following and (page := json.loads(get(following))):
    for record in page["results"]:
        content = get(f"{api}records/{record['digest']}/")
        read += content is not None
        wrong += content is not None and sha256(content).hexdigest() != record["digest"]
        folded += record["code"].encode() + bytes.fromhex(record["digest"])
        codes.append(record["code"])
    following = page["next"] and api + page["next"].partition(api)[2]
ledger, question = get(f"{api}revisions/{one['revision']}/"), one["query"].partition("?")[2]
step(f"the bytes of revision {one['revision']}", one["revision_digest"], sha256(ledger).hexdigest())
step(f"the bytes of {read} records, {len(codes) - read} redacted", 0, wrong)
census = "measure=census" in question and json.loads(ledger)["reference_sets"]["census"]["digest"]
step("the digest of the records", one["evidence_digest"], census or sha256(folded).hexdigest())
told = {"codes": codes, "count": len(codes)} if one["kind"] == "actors" else one["answer"]
plain = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
step("the digest of the answer", one["result_digest"], sha256(plain).hexdigest())
ends = bytes.fromhex(one["revision_digest"]), bytes.fromhex(one["result_digest"])
bits = int.from_bytes(sha256(ends[0] + question.encode() + ends[1]).digest()[:10], "big")
symbols = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[bits >> at & 31] for at in range(75, -1, -5))
paper = "".join(given[2:]).replace("-", "").upper() or one["paper_code"]
step("the symbols printed on paper", paper, symbols)
sys.exit(len(failed))
