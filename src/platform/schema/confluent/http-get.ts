import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";

/** Texts as PEM. */
export interface TlsMaterial {
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly ca?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

/** Sends one GET and gives what comes back, whatever its status; follows no redirect. Throws what the network says. */
export type HttpGet = (url: string, headers: Readonly<Record<string, string>>) => Promise<HttpAnswer>;

const timeoutMs = 30_000;

/** A schema has some kB. */
const longestBody = 16 * 1024 * 1024;

/**
 * Node's `fetch` takes neither a client certificate nor another root certificate, so this speaks to `node:https`. A server
 * that is silent for 30 s is given up with a TimeoutError.
 */
export function httpGet(tls: TlsMaterial, signal: AbortSignal): HttpGet {
  const https = new HttpsAgent({ keepAlive: true, ...tls });
  const http = new HttpAgent({ keepAlive: true });

  return (url, headers) => {
    const isSecure = url.startsWith("https:");
    const ends = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    return new Promise((resolve, reject) => {
      const fail = (error: unknown) => reject(ends.aborted ? ends.reason : error);
      const receive = (response: IncomingMessage) => answerFrom(response).then(resolve, fail);
      const options = { headers, signal: ends };
      const request = isSecure
        ? requestHttps(url, { ...options, agent: https }, receive)
        : requestHttp(url, { ...options, agent: http }, receive);
      request.on("error", fail);
      request.end();
    });
  };
}

async function answerFrom(response: IncomingMessage): Promise<HttpAnswer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > longestBody) throw Object.assign(new Error("the answer is larger than 16 MB"), { code: "HPE_BODY_TOO_LARGE" });
    chunks.push(chunk);
  }
  return { status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"], body: Buffer.concat(chunks).toString("utf8") };
}
