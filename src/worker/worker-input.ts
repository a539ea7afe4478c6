import { MskctlError } from "../core/errors.ts";
import { isJsonObject } from "../core/json-value.ts";
import type { WorkerInput } from "../core/redrive/handover/handover.ts";

/** What the state machine gives to the worker. Throws `usage` for anything else. */
export function readWorkerInput(event: unknown): WorkerInput {
  if (isJsonObject(event) && (isObjects(event["Items"]) || isLane(event))) return event as unknown as WorkerInput;
  throw new MskctlError("usage", "what the worker was called with is neither a batch of objects nor a lane", {
    suggestions: ["call it by the exported state machine"],
  });
}

function isObjects(items: unknown): boolean {
  return Array.isArray(items) && items.every((item) => isJsonObject(item) && isText(item["Key"]) && isText(item["Etag"]));
}

function isLane({ lane, folder, chunks }: Readonly<Record<string, unknown>>): boolean {
  return isJsonObject(lane) && isText(lane["topic"]) && Number.isInteger(lane["partition"]) && isText(folder) && Number.isInteger(chunks);
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}
