import { randomUUID } from "node:crypto";
import { type AwsError, invalidBody } from "../protocols/aws-error.ts";
import type { ServiceResponse, World } from "../world.ts";
import { lambdaError } from "./lambda-error.ts";

/** One request to an operation, after routing. */
export interface Call {
  readonly world: World;
  /** Parts of the path, decoded: `FunctionName`, `UUID`, `Name`, `Resource`. */
  readonly labels: ReadonlyMap<string, string>;
  readonly query: URLSearchParams;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
}

export type Answer = (call: Call) => ServiceResponse | Promise<ServiceResponse>;

/** An operation that gives a JSON document, or nothing, with its modelled status. */
export function json(status: number, operation: (call: Call) => unknown): Answer {
  return (call) => answer(status, JSON.stringify(operation(call)));
}

/** An undefined body is an empty answer. */
export function answer(
  status: number,
  body: Uint8Array | string | undefined,
  headers: Iterable<readonly [string, string]> = [],
): ServiceResponse {
  const type = body === undefined ? [] : [["content-type", "application/json"] as const];
  return { status, headers: new Map([["x-amzn-requestid", randomUUID()], ...type, ...headers]), body: body ?? "" };
}

/** The error's members are its whole body: Lambda spells the message member in two ways. */
export function errorAnswer(error: AwsError): ServiceResponse {
  const { message, members, name } = error;
  const body = Object.keys(members).length === 0 ? { message } : members;
  return answer(error.status, JSON.stringify(body), [["x-amzn-errortype", name], ...error.headers]);
}

export function labelOf(call: Call, name: string): string {
  return call.labels.get(name) ?? "";
}

/** The body's JSON object; an empty body is an empty object. */
export function inputOf(call: Call): Readonly<Record<string, unknown>> {
  const text = new TextDecoder().decode(call.body);
  if (text.trim() === "") return {};
  const document = parseJson(text);
  if (typeof document !== "object" || document === null || Array.isArray(document))
    throw invalidBody("The request body is not a JSON object.");
  return document as Record<string, unknown>;
}

/** Throws InvalidRequestContentException. AWS's text goes on in the words of its own parser, ours in those of Node's. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw lambdaError("InvalidRequestContentException", `Could not parse request body into json: ${reason}`);
  }
}
