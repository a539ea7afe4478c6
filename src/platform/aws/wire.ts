import { MskctlError } from "../../core/errors.ts";

/** What the latest attempt of a call sent and got, seen below the SDK's own reading and writing. */
export interface Wire {
  /** `https://lambda.eu-central-1.amazonaws.com`; undefined until a request is about to leave. */
  endpoint: string | undefined;
  /** The answer as JSON, where it was asked for; undefined when it is none. */
  body: unknown;
  /** Called as a request leaves. */
  readonly onRequest: (() => void) | undefined;
}

/** What is needed of the SDK's commands; their full type stands in packages that are no dependency of ours. */
export interface SdkCommand {
  readonly middlewareStack: {
    add(watch: (next: SendRequest) => SendRequest, where: { readonly step: "deserialize"; readonly priority: "low" }): void;
  };
}

type SendRequest = (args: { readonly request: unknown }) => Promise<{ readonly response: unknown }>;

interface SdkRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly body?: string | Uint8Array;
}

interface SdkResponse {
  body?: AsyncIterable<Uint8Array> | Uint8Array;
}

interface Watched {
  readonly mustCarry: Readonly<Record<string, unknown>> | undefined;
  readonly keepsBody: boolean;
}

/**
 * Records in `wire` where a command goes and, with `keepsBody`, what comes back. Throws `refused` before anything is sent when the request
 * lacks a member of `mustCarry`: the SDK writes only the members that its service model names.
 */
export function watchWire(command: SdkCommand, wire: Wire, { mustCarry, keepsBody }: Watched): void {
  const watch =
    (next: SendRequest): SendRequest =>
    async (args) => {
      const request = args.request as SdkRequest;
      wire.endpoint = `${request.protocol}//${request.hostname}${request.port === undefined ? "" : `:${request.port}`}`;
      if (mustCarry !== undefined) assertCarried(mustCarry, request.body);
      wire.onRequest?.();
      const result = await next(args);
      if (!keepsBody) return result;
      const response = result.response as SdkResponse;
      const bytes = await allBytes(response.body);
      response.body = bytes;
      wire.body = parsed(bytes);
      return result;
    };
  // The innermost place: requests are signed already, answers not yet read.
  command.middlewareStack.add(watch, { step: "deserialize", priority: "low" });
}

function assertCarried(wanted: Readonly<Record<string, unknown>>, body: SdkRequest["body"]): void {
  const fields = droppedMembers(wanted, body === undefined ? {} : parsed(body), "");
  if (fields.length === 0) return;
  throw new MskctlError("refused", `this version of mskctl cannot send ${fields.join(", ")}: the AWS SDK inside does not know it`, {
    suggestions: ["npm install -g mskctl@latest"],
    details: { fields },
  });
}

function droppedMembers(wanted: unknown, sent: unknown, path: string): string[] {
  if (wanted === undefined || wanted === null) return [];
  if (sent === undefined || sent === null) return [path];
  if (typeof wanted !== "object" || wanted instanceof Date || typeof sent !== "object") return [];
  return Object.entries(wanted).flatMap(([key, value]) => {
    const at = Array.isArray(wanted) ? `${path}[${key}]` : [path, key].filter((part) => part !== "").join(".");
    // A field may be called `constructor`.
    return droppedMembers(value, Object.hasOwn(sent, key) ? Reflect.get(sent, key) : undefined, at);
  });
}

async function allBytes(body: SdkResponse["body"]): Promise<Uint8Array> {
  if (body === undefined || body instanceof Uint8Array) return body ?? new Uint8Array();
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function parsed(body: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof body === "string" ? body : new TextDecoder().decode(body));
  } catch {
    // TagResource answers with nothing at all; the SDK says so where JSON was due.
    return undefined;
  }
}
