import type { IncomingMessage } from "node:http";
import type { WaitingFault } from "../front/fault-queue.ts";
import type { FaultList } from "../front/faults.ts";
import { bodyOf, headOf } from "../front/request.ts";
import type { RuntimeFaults } from "../runtime/faults/runtime-faults.ts";
import type { ScenarioProblem } from "../scenario/fields.ts";
import type { ServiceResponse } from "../world.ts";
import { addFault, callFaultFamily, type FaultFamily } from "./fault-families.ts";
import { type MapRunWorld, tellMapRun, toldMapRun } from "./map-runs.ts";
import { isOwnRequest } from "./own-request.ts";
import { runtimeFaultFamily, targetsIn } from "./runtime-fault-family.ts";
import { type AdminWorld, stateOf } from "./state.ts";

export interface AdminParts {
  readonly faults: FaultList;
  readonly runtimeFaults: RuntimeFaults;
  /** The account in every Region that was asked for so far. */
  readonly worlds: Iterable<AdminWorld>;
  readonly worldOf: (region: string) => MapRunWorld;
}

/** Steers the sandbox while it runs: JSON under `/_sandbox/`, for whoever may reach its port. */
export async function answerAdmin(request: IncomingMessage, parts: AdminParts): Promise<ServiceResponse> {
  const { faults, runtimeFaults, worlds } = parts;
  if (!isOwnRequest(request)) return answer(403, { message: "The Host or Origin header is not the sandbox's own." });
  const families = [callFaultFamily(faults), runtimeFaultFamily(runtimeFaults, () => targetsIn(worlds))];
  const { method, path } = headOf(request);
  const [, id] = /^\/_sandbox\/faults\/([\w-]+)$/.exec(path) ?? [];
  if (id !== undefined && method === "DELETE") return removeFault(families, id);
  const [, name] = /^\/_sandbox\/map-runs\/([\w-]{1,80})$/.exec(path) ?? [];
  if (name !== undefined && method === "PUT") return putMapRun(name, await bodyOf(request), parts);
  if (name !== undefined && method === "GET") return getMapRun(name, parts);
  switch (`${method} ${path}`) {
    case "GET /_sandbox/state":
      return answer(200, stateOf(worlds));
    case "GET /_sandbox/faults":
      return answer(200, { faults: families.flatMap((family) => family.waiting()).map(faultDocument) });
    case "POST /_sandbox/faults":
      return postFault(families, await bodyOf(request));
    case "DELETE /_sandbox/faults":
      for (const family of families) family.clear();
      return answer(200, { faults: [] });
    default:
      return answer(404, { message: `There is nothing to ${method} here; there is ${routes.join(", ")}.` });
  }
}

const routes = [
  "GET /_sandbox/state",
  "GET /_sandbox/faults",
  "POST /_sandbox/faults",
  "DELETE /_sandbox/faults",
  "DELETE /_sandbox/faults/ID",
  "PUT /_sandbox/map-runs/NAME",
  "GET /_sandbox/map-runs/NAME",
];

function postFault(families: readonly FaultFamily[], body: Uint8Array): ServiceResponse {
  const document = jsonOf(body);
  if (document === undefined) return noJson();
  const added = addFault(families, document);
  return added.kind === "added" ? answer(201, faultDocument(added.fault)) : refused("This is no fault.", added.problems);
}

function putMapRun(name: string, body: Uint8Array, { worldOf }: AdminParts): ServiceResponse {
  const document = jsonOf(body);
  if (document === undefined) return noJson();
  const told = tellMapRun(name, document, worldOf);
  return told.kind === "told" ? answer(200, told.run) : refused("This is no Map Run.", told.problems);
}

function getMapRun(name: string, { worlds }: AdminParts): ServiceResponse {
  const run = toldMapRun(name, worlds);
  return run === undefined ? answer(404, { message: `There is no Map Run ${name}.` }) : answer(200, run);
}

/** Undefined: it is none. */
function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return undefined;
  }
}

function noJson(): ServiceResponse {
  return answer(400, { message: "The body is no JSON.", problems: [] });
}

function refused(message: string, found: readonly ScenarioProblem[]): ServiceResponse {
  const problems = found.map(({ path, message }) => ({ field: path.join("."), message }));
  return answer(400, { message, problems });
}

function removeFault(families: readonly FaultFamily[], id: string): ServiceResponse {
  if (families.some((family) => family.remove(id))) return answer(200, { id });
  return answer(404, { message: `There is no fault ${id}.` });
}

/** `times` is how often it was meant to happen, `timesLeft` how often it still will; without either it has no end. */
function faultDocument({ id, fault, left }: WaitingFault<object>) {
  return { id, ...fault, timesLeft: left };
}

function answer(status: number, document: object): ServiceResponse {
  return { status, headers: new Map([["content-type", "application/json"]]), body: `${JSON.stringify(document)}\n` };
}
