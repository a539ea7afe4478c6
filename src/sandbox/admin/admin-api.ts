import type { IncomingMessage } from "node:http";
import type { WaitingFault } from "../front/fault-queue.ts";
import type { FaultList } from "../front/faults.ts";
import { bodyOf, headOf } from "../front/request.ts";
import type { RuntimeFaults } from "../runtime/faults/runtime-faults.ts";
import type { ServiceResponse } from "../world.ts";
import { addFault, callFaultFamily, type FaultFamily } from "./fault-families.ts";
import { isOwnRequest } from "./own-request.ts";
import { runtimeFaultFamily, targetsIn } from "./runtime-fault-family.ts";
import { type AdminWorld, stateOf } from "./state.ts";

export interface AdminParts {
  readonly faults: FaultList;
  readonly runtimeFaults: RuntimeFaults;
  /** The account in every Region that was asked for so far. */
  readonly worlds: Iterable<AdminWorld>;
}

/** Steers the sandbox while it runs: JSON under `/_sandbox/`, for whoever may reach its port. */
export async function answerAdmin(request: IncomingMessage, { faults, runtimeFaults, worlds }: AdminParts): Promise<ServiceResponse> {
  if (!isOwnRequest(request)) return answer(403, { message: "The Host or Origin header is not the sandbox's own." });
  const families = [callFaultFamily(faults), runtimeFaultFamily(runtimeFaults, () => targetsIn(worlds))];
  const { method, path } = headOf(request);
  const [, id] = /^\/_sandbox\/faults\/([\w-]+)$/.exec(path) ?? [];
  if (id !== undefined && method === "DELETE") return removeFault(families, id);
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
];

function postFault(families: readonly FaultFamily[], body: Uint8Array): ServiceResponse {
  let document: unknown;
  try {
    document = JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return answer(400, { message: "The body is no JSON.", problems: [] });
  }
  const added = addFault(families, document);
  if (added.kind === "added") return answer(201, faultDocument(added.fault));
  const problems = added.problems.map(({ path, message }) => ({ field: path.join("."), message }));
  return answer(400, { message: "This is no fault.", problems });
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
