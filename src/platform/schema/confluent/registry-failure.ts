import { type ErrorCode, MskctlError } from "../../../core/errors.ts";
import type { Failure } from "../../../core/retry.ts";
import type { HttpAnswer } from "./http-get.ts";

const configure = "set basicAuth, clientCertificate or rootCa for it under registries in the configuration file (docs/configuration.md)";
const useFile = "give the schema as a file instead: --schema FILE";

/** An answer that is none, on its way to the retry loop. */
export class RegistryFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.error.message);
    this.failure = failure;
  }
}

/** What an answer without a schema means; `registry` is the URL. With other statuses something else than a registry answers. */
export function failureInAnswer({ status, retryAfter }: HttpAnswer, registry: string): Failure {
  const failed = (code: ErrorCode, message: string, suggestions: readonly string[] = []) =>
    new MskctlError(code, message, { suggestions, details: { registry, status } });
  if (status === 401 || status === 403) {
    const what = status === 401 ? "does not accept the sign-in, or wants one" : "does not permit reading its schemas";
    return { error: failed("not-permitted", `the schema registry ${registry} ${what} (HTTP ${status})`, [configure, useFile]) };
  }
  if (status === 429) {
    const error = failed("throttled", `the schema registry ${registry} throttles (HTTP 429)`, ["run it again in a minute"]);
    return { error, repeat: { cause: "throttled", ...hintIn(retryAfter) } };
  }
  if (status >= 500) {
    const error = failed("unavailable", `the schema registry ${registry} failed (HTTP ${status})`, [useFile]);
    return { error, repeat: { cause: "transient", ...hintIn(retryAfter) } };
  }
  return {
    error: failed("refused", `${registry} does not answer as a schema registry does (HTTP ${status})`, [
      "is the URL that of the registry itself?",
    ]),
  };
}

/** What the network or TLS says (Node.js documentation: common system errors, X509 certificate error codes). */
export function failureOnTheWay(thrown: unknown, registry: string): Failure {
  const { code, name, message } = thrown as NodeJS.ErrnoException;
  // A deadline's error has a number for a code.
  const word = typeof code === "string" ? code : String(name);
  const row = rows.find(({ codes, says }) => codes.test(word) && (says?.test(message) ?? true));
  if (row === undefined) throw thrown;
  const error = new MskctlError(row.code, `${row.message(registry)} (${word})`, {
    suggestions: row.suggestions,
    details: { registry, networkCode: word },
    cause: thrown,
  });
  return row.code === "unavailable" ? { error, repeat: { cause: "transient" } } : { error };
}

interface Row {
  readonly codes: RegExp;
  readonly says?: RegExp;
  readonly code: ErrorCode;
  readonly message: (registry: string) => string;
  readonly suggestions: readonly string[];
}

const isItNear = "is it reachable from this machine? Lambda may reach it through a VPC";

const rows: readonly Row[] = [
  {
    // The server's alert that a certificate is missing or is none of its own (RFC 8446, alert protocol); before TLS 1.3 a
    // failed handshake is all that it says.
    codes: /^(ERR_SSL_|EPROTO$)/,
    says: /\balert (certificate|bad certificate|unknown ca|access denied|handshake failure)/i,
    code: "not-permitted",
    message: (registry) => `the schema registry ${registry} does not accept the client certificate, or wants one`,
    suggestions: [configure, useFile],
  },
  {
    codes:
      /^(EPROTO|ERR_TLS|ERR_SSL|ERR_OSSL|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|CERT_|CRL_|ERROR_IN_|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)$)/,
    code: "refused",
    message: (registry) => `no secure connection to the schema registry ${registry}`,
    suggestions: ["if it has a private root certificate, set rootCa for it under registries in the configuration file", useFile],
  },
  {
    codes: /^HPE_/,
    code: "refused",
    message: (registry) => `${registry} does not answer as a schema registry does`,
    suggestions: ["is the URL that of the registry itself?"],
  },
  {
    codes: /^(ENOTFOUND|EAI_)/,
    code: "unavailable",
    message: (registry) => `the host of the schema registry ${registry} is unknown`,
    suggestions: [isItNear, useFile],
  },
  {
    // Some servers hang up on a client that has no certificate, or another one.
    codes: /^(ECONNRESET|EPIPE)$/,
    code: "unavailable",
    message: (registry) => `the schema registry ${registry} hangs up`,
    suggestions: ["if it wants a client certificate, set clientCertificate for it under registries in the configuration file", useFile],
  },
  {
    codes: /^(ECONN|ENET|EHOST|ETIMEDOUT|EADDRNOTAVAIL|ENOBUFS|EMFILE|TimeoutError)/,
    code: "unavailable",
    message: (registry) => `cannot reach the schema registry ${registry}`,
    suggestions: [isItNear, useFile],
  },
];

/** Seconds; a date is left alone. */
function hintIn(retryAfter: string | undefined): { readonly hintMs?: number } {
  const seconds = Number(retryAfter);
  return retryAfter === undefined || Number.isNaN(seconds) ? {} : { hintMs: seconds * 1_000 };
}
