import { expect, it } from "vitest";
import { failureOnTheWay } from "../../../../src/platform/schema/confluent/registry-failure.ts";

const registry = "https://registry.example";

function withCode(code: string, message = "socket"): Error {
  return Object.assign(new Error(message), { code });
}

// The codes are of one library, so a server that is only simulated does not send them.
it.each<[what: string, thrown: unknown, code: string, word: string]>([
  ["a deadline of ours", new DOMException("The operation timed out", "TimeoutError"), "unavailable", "TimeoutError"],
  [
    "a certificate that the server wants",
    withCode("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "tlsv13 alert certificate required"),
    "not-permitted",
    "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
  ],
  [
    "a certificate of an authority that it does not know",
    withCode("ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", "tlsv1 alert unknown ca"),
    "not-permitted",
    "ERR_SSL_TLSV1_ALERT_UNKNOWN_CA",
  ],
  [
    "a handshake that fails before TLS 1.3",
    withCode("EPROTO", "write EPROTO …:sslv3 alert handshake failure:…"),
    "not-permitted",
    "EPROTO",
  ],
  ["a handshake with something else than TLS", withCode("EPROTO", "write EPROTO …:wrong version number:…"), "refused", "EPROTO"],
])("%s", (_, thrown, code, word) => {
  const { error } = failureOnTheWay(thrown, registry);
  expect(error).toMatchObject({ code, message: expect.stringContaining(`(${word})`), details: { registry, networkCode: word } });
});

it("what is no failure of the network is thrown again: it is a bug", () => {
  const bug = new TypeError("undefined is not a function");
  expect(() => failureOnTheWay(bug, registry)).toThrow(bug);
});
