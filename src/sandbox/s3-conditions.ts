import type { IncomingMessage, ServerResponse } from "node:http";

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What stands at a key. `body`: what S3 says where there is nothing. */
export interface StoredObject {
  readonly status: number;
  readonly etag: string | undefined;
  readonly body: Uint8Array;
}

export interface ConditionsOptions {
  /** Asks for an object by the request's own path. */
  readonly look: (request: IncomingMessage) => Promise<StoredObject>;
  readonly answer: Answer;
}

/**
 * Conditions of PutObject (S3 User Guide, conditional writes), which fauxqs does not know: `If-None-Match: *` and `If-Match: ETAG`. Conditional
 * writes of one key come after each other, so that of those at once one is first; every other request passes as it is.
 */
export function s3Conditions({ look, answer }: ConditionsOptions): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  /** By path: when the last conditional write of it has ended. */
  const last = new Map<string, Promise<void>>();

  async function decide(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = refusalOf(request, await look(request));
    if (refusal === undefined) return answered(request, response, answer);
    // Whoever still sends would not see the answer.
    request.resume();
    response.writeHead(refusal.status, { "content-type": "application/xml" }).end(refusal.body);
  }

  return async (request, response) => {
    if (!isConditional(request)) return answer(request, response);
    const path = pathOf(request);
    const mine = (last.get(path) ?? Promise.resolve()).then(() => decide(request, response));
    const ended = mine.catch(() => undefined);
    last.set(path, ended);
    try {
      await mine;
    } finally {
      if (last.get(path) === ended) last.delete(path);
    }
  };
}

/** Parts of an upload are no objects yet. */
function isConditional({ method, headers, url = "" }: IncomingMessage): boolean {
  const hasCondition = headers["if-none-match"] !== undefined || headers["if-match"] !== undefined;
  return method === "PUT" && hasCondition && !/[?&]uploadId=/.test(url);
}

/** Resolves when the answer is out, or the client has left. */
function answered(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  return new Promise((resolve, reject) => {
    if (response.destroyed) return resolve();
    response.once("close", resolve);
    answer(request, response).catch(reject);
  });
}

interface Refusal {
  readonly status: number;
  readonly body: string | Uint8Array;
}

function refusalOf({ headers }: IncomingMessage, { status, etag, body }: StoredObject): Refusal | undefined {
  const [ifNoneMatch, ifMatch] = [headers["if-none-match"], headers["if-match"]];
  const isThere = status === 200;
  if (ifNoneMatch !== undefined && ifNoneMatch !== "*") return notImplemented;
  if (ifNoneMatch !== undefined && isThere) return preconditionFailed("If-None-Match");
  if (ifMatch === undefined) return undefined;
  if (!isThere) return { status, body };
  return bare(ifMatch) === bare(etag ?? "") ? undefined : preconditionFailed("If-Match");
}

/** S3 takes ETags with quotes and without them. */
function bare(etag: string): string {
  return etag.replaceAll('"', "");
}

function preconditionFailed(condition: string): Refusal {
  const message = "At least one of the pre-conditions you specified did not hold";
  return { status: 412, body: errorXml("PreconditionFailed", message, `<Condition>${condition}</Condition>`) };
}

/** PutObject takes no ETag there (S3 API reference). */
const notImplemented: Refusal = {
  status: 501,
  body: errorXml("NotImplemented", "A header you provided implies functionality that is not implemented", "<Header>If-None-Match</Header>"),
};

function errorXml(code: string, message: string, more: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message>${more}</Error>`;
}

function pathOf({ url = "" }: IncomingMessage): string {
  return url.split("?")[0] ?? "";
}
