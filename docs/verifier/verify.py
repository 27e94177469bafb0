#!/usr/bin/env python3
"""An independent verifier of Amana logs, written from docs/log-format.md.

    verify.py DIR [VKEY]     verify a published log, by VKEY or its own log.vkey
    verify.py --vectors DIR  check the frozen vectors

It prints one JSON object and exits 0 only if everything holds. It knows no
policies, no witnesses and no web."""
import base64, hashlib, hmac, json, os, re, struct, sys
# Ed25519 verification (RFC 8032), points as (X, Y, Z, T).
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
def add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P
def mul(n, a):
    q = (0, 1, 1, 0)
    while n: q, a, n = add(q, a) if n & 1 else q, add(a, a), n >> 1
    return q
def point(b):
    y, sign = int.from_bytes(b, "little") & (2**255 - 1), b[31] >> 7
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P: x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - xx) % P: raise ValueError("no point")
    if x & 1 != sign: x = (P - x) % P
    return x, y, 1, x * y % P
BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
def ed25519(public, message, sig):
    a, s = point(public), int.from_bytes(sig[32:], "little")
    h = int.from_bytes(hashlib.sha512(sig[:32] + public + message).digest(), "little") % L
    x, y, z, _ = add(mul(s, BASE), mul(h, (P - a[0], a[1], 1, P - a[3])))
    x, y = x * pow(z, P - 2, P) % P, y * pow(z, P - 2, P) % P
    return len(sig) == 64 and s < L and (y | (x & 1) << 255).to_bytes(32, "little") == sig[:32]
# Encodings and hashes.
def sha(b): return hashlib.sha256(b).digest()
def enc(b): return base64.urlsafe_b64encode(b).rstrip(b"=").decode()
def dec(s):
    b = base64.urlsafe_b64decode(s + "=" * (-len(s) % 4))
    if enc(b) != s: raise ValueError("base64url has another spelling")
    return b
def leaf(data): return sha(b"\0" + data)
def root(hashes):  # pair up, level by level; an odd one out rises as it is
    while len(hashes) > 1:
        odd = [hashes[-1]] if len(hashes) % 2 else []
        hashes = [sha(b"\1" + a + b) for a, b in zip(hashes[::2], hashes[1::2])] + odd
    return hashes[0] if hashes else sha(b"")
# Entries. The pattern is the grammar of the payload.
B22, B43 = "[A-Za-z0-9_-]{22}", "[A-Za-z0-9_-]{43}"
HEADER = re.compile(r'\{"alg":"EdDSA","kid":"(%s)","typ":"amana-event\+sd-jwt"\}' % B22)
PAYLOAD = re.compile(r'\{"v":1,"node":"([A-Za-z0-9._:/-]{1,100})","stream":"(%s)","parents":\[((?:"%s",?)*)\],'
    r'"recorded":([1-9][0-9]{0,12})(?:,"hub":"(?:0|[1-9][0-9]{0,17}):(%s)")?,"kind":"(case|office|key|system)",'
    r'"_sd_alg":"sha-256","_sd":\[((?:"%s",?)+)\]\}' % (B22, B43, B43, B43))
def rising(text, sizes):
    values = [dec(x) for x in json.loads("[" + text + "]")]
    if values != sorted(set(values)) or len(values) not in sizes: raise ValueError("list out of order")
    return values
def parse(data):
    header, payload, sig = data.decode("ascii").split(".")
    h, m = HEADER.fullmatch(dec(header).decode()), PAYLOAD.fullmatch(dec(payload).decode())
    if not h or not m or len(data) > 65535 or int(m[4]) >= 2**40 or len(dec(sig)) != 64: raise ValueError("not an entry")
    e = {"kid": enc(dec(h[1])), "node": m[1], "stream": enc(dec(m[2])), "parents": rising(m[3], range(65)),
        "hub": dec(m[5] or ""), "kind": m[6], "sd": rising(m[7], (8, 16, 32, 64))}
    return e | {"signed": data[:data.rindex(b".")], "sig": dec(sig)}
def disclosed(presentation):
    jwt, *texts, end = presentation.split("~")
    e, said = parse(jwt.encode()), {}
    for text in texts:
        salt, name, value = json.loads(dec(text))
        if sha(text.encode()) not in e["sd"] or name in said: raise ValueError("entry does not disclose " + name)
        said[name] = value
    if end: raise ValueError("presentation ends without ~")
    return jwt.encode(), e, said
# Logs. read(path) gives a file.
def name(n, width):
    *high, low = re.findall("...", str(n).zfill((len(str(n)) + 2) // 3 * 3))
    return "".join("x%s/" % part for part in high) + low + (".p/%d" % width if width < 256 else "")
def checkpoint(note, vkey):
    origin, hid, key = vkey.split("+", 2); key = base64.b64decode(key)
    text, sigs = note.decode().rsplit("\n\n", 1); lines = text.split("\n")
    for who, sig in (line.split(" ")[1:] for line in sigs.splitlines()):
        sig = base64.b64decode(sig)
        if key[0] == 1 and who == origin == lines[0] and sig[:4] == sha(origin.encode() + b"\n" + key)[:4] == bytes.fromhex(hid):
            if ed25519(key[1:], text.encode() + b"\n", sig[4:]): return origin, int(lines[1]), base64.b64decode(lines[2])
    raise ValueError("checkpoint is not signed by its log")
def enrolled(lines, vkey):
    keys, published, identity = {}, {}, None
    for i, text in ((l["index"], l["sdjwt"]) for l in map(json.loads, lines)):
        if i <= max(published, default=-1): raise ValueError("lines out of order")
        published[i], e, said = disclosed(text)
        if said["event"] == "key.enrolled":
            public, kid = dec(said["public"]), said["kid"]
            if i == 0: identity = dec(said["identity"])
            if (i == 0) != (said.get("log") == vkey and kid == e["kid"]): raise ValueError("entry %d: genesis" % i)
            voucher = "amana-entry-key/v1\n%s\n%s\n" % (kid, said["public"])
            if kid in keys or kid != enc(sha(public)[:16]) or not ed25519(identity, voucher.encode(), dec(said["voucher"])):
                raise ValueError("entry %d enrols a key that nobody vouches for" % i)
            keys[kid] = [public, said["body.node"], i and i + 1, 2**63]
        elif said["event"] == "key.revoked": keys[said["kid"]][3] = i + 1
    return keys, published
def verify(read, vkey):
    problems, hashes, streams, awaited = [], [], {}, set()
    origin, size, want = checkpoint(read("checkpoint"), vkey)
    keys, published = enrolled(read("amana/keys.jsonl").splitlines(), vkey)
    def check(i, data, h):
        e = parse(data); key = keys.get(e["kid"])
        if published.get(i, data) != data or e["kind"] == "key" and i not in published: raise ValueError("key event")
        if not key or key[1] != e["node"] or not key[2] <= i < key[3]: raise ValueError("key")
        if not ed25519(key[0], e["signed"], e["sig"]): raise ValueError("signature")
        if h in streams or h in awaited or any(streams.get(p, e["stream"]) != e["stream"] for p in e["parents"]): raise ValueError("order")
        awaited.update(p for p in e["parents"] if p not in streams); streams[h] = e["stream"]
    for n in range((size + 255) // 256):
        width = min(256, size - n * 256); bundle = read("tile/entries/" + name(n, width)); at = 0; print(n * 256, "of", size, "entries", end="\r", file=sys.stderr, flush=True)
        for i in range(n * 256, n * 256 + width):
            end = at + 2 + struct.unpack_from(">H", bundle, at)[0]; data = bundle[at + 2:end]; at = end
            hashes.append(leaf(data))
            try: check(i, data, hashes[-1])
            except ValueError as wrong: problems.append([i, str(wrong)])
        if at != len(bundle): problems.append([n * 256, "bundle"])
    level, row, problems = 0, hashes, problems + [[-1, "root"]] * (root(hashes) != want)
    while row:
        tiles = [row[i:i + 256] for i in range(0, len(row), 256)]
        for n, tile in enumerate(tiles):
            if read("tile/%d/%s" % (level, name(n, len(tile)))) != b"".join(tile): problems.append([n, "tile %d" % level])
        level, row = level + 1, [root(tile) for tile in tiles if len(tile) == 256]
    return {"ok": not problems, "origin": origin, "size": size, "root": base64.b64encode(want).decode(), "problems": problems}
def vectors(load):
    wrong = []
    def hold(what, ok): wrong.extend([] if ok else [what])
    for v in map(load, ("entry", "imported")):
        (jwt, e, said), ds = disclosed(v["presentation"]), v["disclosures"]
        hold("entry", jwt == v["entry"].encode() and enc(leaf(jwt)) == v["leaf"] and ed25519(dec(v["public"]), e["signed"], e["sig"])
            and enc(sha(dec(v["public"]))[:16]) == v["kid"] == e["kid"])
        for d in ds: hold(d["name"], enc(sha(d["text"].encode())) == d["digest"] and said[d["name"]] == d["value"])
        o, over = v["officer"], ",".join(enc(x) for x in sorted(dec(d["digest"]) for d in ds if d["name"] != "officer"))
        act = "amana-act/v1\n%s\n%s\n%s\n%s\n" % (o["command"], e["stream"], ",".join(map(enc, e["parents"])), over)
        hold("officer", act == o["message"] and ed25519(dec(o["public"]), act.encode(), dec(said["officer"]["sig"])))
    for n, want in load("tree")["roots"].items(): hold("root " + n, enc(root([leaf(b"%d" % i) for i in range(int(n))])) == want)
    for b in load("blobs"): hold("event key", enc(hmac.digest(dec(b["dek"]), dec(b["leaf"]) + b"\1", "sha256")) == b["key"])
    files = {path: dec(b) for path, b in load("log").items()}
    hold("log", verify(files.__getitem__, files["log.vkey"].decode().strip())["ok"])
    return {"ok": not wrong, "problems": wrong}
where, *rest = sys.argv[1:] or sys.exit(__doc__)
def read(path): return open(os.path.join(where, path), "rb").read()
def load(vector): return json.load(open(os.path.join(rest[0], vector + ".json")))
try: result = vectors(load) if where == "--vectors" else verify(read, (rest or [read("log.vkey").decode()])[0].strip())
except (ValueError, LookupError, TypeError, OSError, struct.error) as e: result = {"ok": False, "problems": [[-1, repr(e)]]}
print(json.dumps(result)); sys.exit(not result["ok"])
