import type { ServiceRequest, ServiceResponse, World } from "../world.ts";
import { AwsError, invalidBody, unknownOperation } from "./aws-error.ts";
import { errorResponse } from "./error-response.ts";
import type { Service } from "./service.ts";

/** One operation of a REST-JSON service; `path` holds its labels in braces, as in the service model. */
export interface RestRoute {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  /** Gives the answer's document. */
  readonly run: (call: RestCall, world: World) => unknown;
}

export interface RestCall {
  /** A path label, percent-decoded. */
  label(name: string): string;
  readonly query: URLSearchParams;
  /** The JSON body; an empty one is `{}`. */
  body(): unknown;
}

export function restService(signingName: string, routes: readonly RestRoute[]): Service {
  return {
    operationOf: (request) => findRoute(routes, request)?.route.operation,
    async handle(request, world) {
      try {
        return await answer(routes, request, world);
      } catch (error) {
        if (error instanceof AwsError) return errorResponse(error, request, signingName);
        throw error;
      }
    },
  };
}

async function answer(routes: readonly RestRoute[], request: ServiceRequest, world: World): Promise<ServiceResponse> {
  const found = findRoute(routes, request);
  if (found === undefined) throw unknownOperation(`${request.method} ${request.path}`);
  const document = await found.route.run(callOf(request, found.labels), world);
  return { status: 200, headers: new Map([["content-type", "application/json"]]), body: JSON.stringify(document) };
}

function callOf({ query, body }: ServiceRequest, labels: ReadonlyMap<string, string>): RestCall {
  return {
    query,
    label: (name) => labels.get(name) ?? "",
    body() {
      try {
        return body.length === 0 ? {} : JSON.parse(Buffer.from(body).toString("utf8"));
      } catch {
        throw invalidBody("the body is no JSON");
      }
    },
  };
}

/** An address of a REST-JSON operation. */
export interface RestAddress {
  readonly method: string;
  readonly path: string;
  /** A query parameter that belongs to the address. */
  readonly query?: { readonly name: string; readonly value: string };
}

/** The first address that fits a request, with the labels of its path. */
export function findRoute<Route extends RestAddress>(routes: readonly Route[], { method, path, query }: Omit<ServiceRequest, "body">) {
  // Older clients put a slash behind a collection.
  const steps = path.replace(/\/$/, "").split("/");
  for (const route of routes) {
    if (route.method !== method) continue;
    if (route.query !== undefined && query.get(route.query.name) !== route.query.value) continue;
    const labels = labelsOf(route.path.split("/"), steps);
    if (labels !== undefined) return { route, labels };
  }
  return undefined;
}

/** Labels are matched before decoding: an ARN's slashes come as %2F and belong to one step. */
function labelsOf(template: readonly string[], steps: readonly string[]): ReadonlyMap<string, string> | undefined {
  if (template.length !== steps.length) return undefined;
  const labels = new Map<string, string>();
  for (const [at, expected] of template.entries()) {
    const step = steps[at] ?? "";
    const name = /^\{(.+)\}$/.exec(expected)?.[1];
    if (name === undefined && step !== expected) return undefined;
    if (name !== undefined && step === "") return undefined;
    if (name !== undefined) labels.set(name, decode(step));
  }
  return labels;
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    throw invalidBody("the path is not percent-encoded");
  }
}
