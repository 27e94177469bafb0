// Verifies an SD-JWT presentation with @sd-jwt/core. The presentation comes on
// standard input, the signer's Ed25519 public key (base64url) as argument; the
// disclosed claims go to standard output as JSON.
import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { SDJwtInstance } from "@sd-jwt/core";

const key = createPublicKey({
  key: { kty: "OKP", crv: "Ed25519", x: process.argv[2] },
  format: "jwk",
});

const instance = new SDJwtInstance({
  signAlg: "EdDSA",
  verifier: (data, signature) =>
    verify(null, Buffer.from(data), key, Buffer.from(signature, "base64url")),
  hasher: (data, algorithm) =>
    createHash(algorithm.replace("-", "")).update(data).digest(),
  hashAlg: "sha-256",
});

const presentation = readFileSync(0, "utf8").trim();
const { payload } = await instance.verify(presentation);
console.log(JSON.stringify(payload));
