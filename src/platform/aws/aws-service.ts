import type { LambdaClientConfig } from "@aws-sdk/client-lambda";
import { MskctlError } from "../../core/errors.ts";
import { isJsonObject } from "../../core/json-value.ts";
import { type Failure, withRetries } from "../../core/retry.ts";
import type { Clock } from "../../core/time.ts";
import type { AwsServiceName } from "./aws-call.ts";
import type { AwsDocument } from "./aws-document.ts";
import { failureOf } from "./errors.ts";
import { type SdkCommand, type Wire, watchWire } from "./wire.ts";

/** What all calls of a verb share. */
export interface AwsOptions {
  readonly region?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
  /** Its reason is thrown in place of whatever a cancelled call says. */
  readonly signal: AbortSignal;
  /** Waits between attempts. */
  readonly clock: Clock;
  /** Uniform in [0, 1): keeps the attempts of many clients apart. */
  readonly random: () => number;
  /** A line for each call, never its payload; also what the SDK warns of, such as two sources of credentials. */
  readonly debug?: (line: string) => void;
  /** Called as each request leaves, a repeated one too; not for those that find credentials. */
  readonly onRequest?: () => void;
}

/** One AWS service. The SDK's errors end here: all methods throw MskctlError, or the signal's reason. */
export interface AwsService<Sdk> {
  /** The answer as the SDK reads it. */
  send<Operation extends OperationOf<Sdk>>(
    operation: Operation,
    input: InputOf<Sdk, Operation>,
    options?: CallOptions,
  ): Promise<OutputOf<Sdk, Operation>>;
  /** The answer's JSON object as it came over the wire: the SDK drops members that it does not know. */
  document<Operation extends OperationOf<Sdk>>(
    operation: Operation,
    input: InputOf<Sdk, Operation>,
    options?: CallOptions,
  ): Promise<AwsDocument>;
  /** The answer of an operation whose body is a stream, and all of that stream: a connection that breaks in it is an attempt that failed. */
  bytes<Operation extends OperationOf<Sdk>>(
    operation: Operation,
    input: InputOf<Sdk, Operation>,
    options?: CallOptions,
  ): Promise<{ readonly output: OutputOf<Sdk, Operation>; readonly bytes: Uint8Array }>;
  /** The Region in force: the flag, AWS_REGION, or the profile's. Known once a call went out. */
  region(): Promise<string>;
}

interface CallOptions {
  /** What the call is about, for its errors: `mapping e0b5…`. */
  readonly subject?: string;
  /** False: when AWS may have carried the call out it is not sent again, and the error says `details.ambiguous`. */
  readonly repeatable?: boolean;
  /** True: whatever comes of it, it is not sent again, and the error says `details.ambiguous` when AWS may have carried it out. */
  readonly once?: boolean;
  /** Each member has to be in the request; the SDK silently drops the ones that it does not know. */
  readonly mustCarry?: Readonly<Record<string, unknown>>;
  /** Ends this call in place of the service's signal. */
  readonly signal?: AbortSignal;
  /** Called for each attempt that AWS throttles, before it is repeated. */
  readonly onThrottled?: () => void;
}

/** `GetFunctionConfiguration` of a module that exports `GetFunctionConfigurationCommand`. */
type OperationOf<Sdk> = { [Name in keyof Sdk]: Name extends `${infer Operation}Command` ? Operation : never }[keyof Sdk];
type CommandOf<Sdk, Operation extends string> = Sdk[`${Operation}Command` & keyof Sdk];
type InputOf<Sdk, Operation extends string> =
  CommandOf<Sdk, Operation> extends abstract new (...given: infer Given) => unknown ? Exclude<Given[0], undefined> : never;
type OutputOf<Sdk, Operation extends string> =
  CommandOf<Sdk, Operation> extends abstract new (...given: never) => Answered<infer Output> ? Output : never;

/** Where a command's type names its answer. */
interface Answered<Output> {
  resolveMiddleware(stack: never, configuration: never, options: never): (args: never) => Promise<{ readonly output: Output }>;
}

/** What the clients of all services take alike. */
export type ClientConfiguration = Pick<
  LambdaClientConfig,
  "region" | "profile" | "endpoint" | "credentials" | "maxAttempts" | "customUserAgent" | "logger" | "requestHandler"
>;

export interface SdkClient {
  readonly config: { readonly region: () => Promise<string>; readonly credentials: NonNullable<ClientConfiguration["credentials"]> };
  send(command: never, options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
}

interface SdkAnswer {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  readonly Body?: { transformToByteArray(): Promise<Uint8Array> };
}

interface Answer {
  readonly output: SdkAnswer;
  readonly bytes: Uint8Array;
}

interface Connection<Sdk> {
  readonly sdk: Sdk;
  readonly client: SdkClient;
}

/** One call as its caller wants it. */
interface Call {
  readonly operation: string;
  readonly input: object;
  readonly options: CallOptions;
  readonly wants: "output" | "document" | "bytes";
}

/** `connect` imports the SDK's client and builds it: once, at the first call. */
export function awsService<Sdk extends object>(
  service: AwsServiceName,
  connect: () => Promise<Connection<Sdk>>,
  { signal: serviceSignal, clock, random, profile, debug, onRequest }: AwsOptions,
): AwsService<Sdk> {
  let connecting: Promise<Connection<Sdk>> | undefined;
  const connected = () => (connecting ??= connect());

  async function explain(thrown: unknown, { operation, options }: Call, wire: Wire): Promise<Failure> {
    const { signal = serviceSignal, subject, once = false, repeatable = !once, onThrottled } = options;
    if (signal.aborted) throw signal.reason;
    const region = await connected()
      .then(({ client }) => client.config.region())
      .catch(() => undefined);
    const failure = failureOf(thrown, { service, operation, subject, region, profile, endpoint: wire.endpoint, repeatable });
    if (failure.repeat?.cause === "throttled") onThrottled?.();
    // Credentials are worth another attempt only when AWS refused them for the time, which is known now: nothing was done.
    return once && failure.error.code !== "credentials" ? { error: failure.error } : failure;
  }

  async function make(call: Call) {
    const { signal = serviceSignal } = call.options;
    const startedMs = performance.now();
    const wire: Wire = { endpoint: undefined, body: undefined, onRequest };
    const answer = await withRetries({
      attempt: async () => {
        signal.throwIfAborted();
        return sendOnce(await connected(), call, wire, signal);
      },
      explain: (thrown) => explain(thrown, call, wire),
      clock,
      random,
      onEnd: (attempts, outcome) =>
        debug?.(`${service}:${call.operation} ${Math.round(performance.now() - startedMs)} ms, attempts ${attempts}, ${inShort(outcome)}`),
    });
    return { ...answer, body: wire.body };
  }

  return {
    send: async (operation, input, options = {}) =>
      (await make({ operation, input: input as object, options, wants: "output" })).output as never,
    document: async (operation, input, options = {}) =>
      (await make({ operation, input: input as object, options, wants: "document" })).body as AwsDocument,
    bytes: async (operation, input, options = {}) => {
      const { output, bytes } = await make({ operation, input: input as object, options, wants: "bytes" });
      return { output: output as never, bytes };
    },
    region: async () => (await connected()).client.config.region(),
  };
}

async function sendOnce<Sdk extends object>(
  { sdk, client }: Connection<Sdk>,
  { operation, input, options, wants }: Call,
  wire: Wire,
  signal: AbortSignal,
): Promise<Answer> {
  const Command = sdk[`${operation}Command` as keyof Sdk] as new (input: object) => SdkCommand;
  const command = new Command(input);
  watchWire(command, wire, { mustCarry: options.mustCarry, keepsBody: wants === "document" });
  const output = (await client.send(command as never, { abortSignal: signal })) as SdkAnswer;
  // The SDK takes an empty answer, or a list, for one whose members are all missing.
  if (wants === "document" && !isJsonObject(wire.body)) {
    throw Object.assign(new SyntaxError("no JSON object"), { $metadata: output.$metadata });
  }
  // Here, so that the SDK's check of what came, and a connection that breaks on the way, fail the attempt.
  const bytes = wants === "bytes" ? await output.Body?.transformToByteArray() : undefined;
  return { output, bytes: bytes ?? new Uint8Array() };
}

function inShort(outcome: Answer | MskctlError): string {
  if (outcome instanceof MskctlError) {
    const { awsCode, networkCode, requestId } = outcome.details;
    return [outcome.code, awsCode ?? networkCode, requestId].filter((part) => part !== undefined).join(" ");
  }
  return `ok ${outcome.output.$metadata?.requestId ?? ""}`.trim();
}
