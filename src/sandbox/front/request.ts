import type { IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";
import { AwsError, invalidBody } from "../protocols/aws-error.ts";
import type { RequestHead } from "./destination.ts";

export function headOf(request: IncomingMessage): RequestHead {
  const [path = "/", search = ""] = splitOnce(request.url ?? "/", "?");
  const headers = Object.entries(request.headers).map(
    ([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")] as const,
  );
  return { method: request.method ?? "GET", path, query: new URLSearchParams(search), headers: new Map(headers) };
}

function splitOnce(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + mark.length)];
}

/** Lambda takes 6 MB to Invoke and says so itself; past this margin nobody reads on. */
const largestBodyBytes = 7 * 1024 ** 2;

/**
 * The whole body, uncompressed. What is too large is still read to its end, and thrown away: a client that sends on
 * would not see an answer. Throws RequestEntityTooLargeException, or the error of a connection that was cut.
 */
export async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= largestBodyBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (bytes > largestBodyBytes) throw tooLarge();
  const body = Buffer.concat(chunks);
  return request.headers["content-encoding"] === "gzip" ? uncompressed(body) : body;
}

/** SDKs compress large PutMetricData calls. */
function uncompressed(body: Buffer): Uint8Array {
  try {
    return gunzipSync(body, { maxOutputLength: largestBodyBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge();
    throw invalidBody("the body is not gzip, as its Content-Encoding says");
  }
}

function tooLarge(): AwsError {
  return new AwsError("RequestEntityTooLargeException", 413, `Request must be smaller than ${largestBodyBytes} bytes.`);
}
