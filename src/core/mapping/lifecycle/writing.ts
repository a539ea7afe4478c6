import { isError, MskctlError } from "../../errors.ts";
import { formatDuration } from "../../time.ts";
import { difference } from "../difference.ts";
import { isSettled, type MappingDocument } from "../model.ts";
import type { MappingStore } from "../ports.ts";
import { type WaitEvent, type WaitPorts, waitUntilSettled } from "./waiting.ts";
import { isEncrypted } from "./whole-mapping.ts";

export interface WritePorts extends WaitPorts {
  readonly mappings: MappingStore;
}

export interface Write {
  /** The mapping that the plan was made from. */
  readonly planned: MappingDocument;
  readonly name: string;
  readonly timeoutMs: number;
  /** True when the mapping is what the write would make of it: a request whose answer was lost, or somebody else's. */
  readonly isDone?: (current: MappingDocument) => boolean;
  readonly send: () => Promise<MappingDocument>;
}

const retryMs = 2_000;

/** One of several mappings that cannot be written; the others can. */
export interface RefusedWrite {
  readonly kind: "refused";
  readonly name: string;
  /** undefined for one that does not exist yet. */
  readonly mapping?: MappingDocument;
  readonly error: MskctlError;
}

/** True for what keeps one mapping from being written; the others of the same verb can still be. */
export function concernsOneMapping(error: unknown): error is MskctlError {
  return isError(error, "usage", "refused", "not-found", "conflict", "stale-plan", "timed-out", "unavailable", "throttled");
}

/**
 * Sends a write to a mapping in its settled state: waits out a transition, checks that the mapping is still the one that
 * was planned for, and tries again while AWS calls it in use. Gives AWS's answer to the write.
 * Errors: `stale-plan`, `timed-out` after `timeoutMs` in use, and those of waiting.
 */
export async function writeWhenSettled(ports: WritePorts, write: Write, onEvent: (event: WaitEvent) => void): Promise<MappingDocument> {
  const { planned, name, timeoutMs } = write;
  const startedMs = ports.clock.now();
  for (;;) {
    const seen = await ports.mappings.get(planned.UUID);
    const current = await waitUntilSettled(ports, { written: seen, name, timeoutMs }, onEvent);
    if (write.isDone?.(current) === true) return current;
    assertUnchanged(planned, current, name);
    try {
      return await write.send();
    } catch (error) {
      if (!isInUse(error)) throw error;
      const elapsedMs = ports.clock.now() - startedMs;
      if (elapsedMs >= timeoutMs) {
        throw new MskctlError("timed-out", `${name} is in use by another change, still after ${formatDuration(elapsedMs)}`, {
          suggestions: [`mskctl inspect ${planned.UUID}`],
          details: { uuid: planned.UUID, state: current.State },
          cause: error,
        });
      }
      onEvent({ kind: "phase", phase: "in use by another change", done: false, elapsedMs });
      await ports.clock.sleep(retryMs);
    }
  }
}

/** AWS refuses a write while another one runs; a conflict that names a mapping is another matter. */
function isInUse(error: unknown): boolean {
  if (isError(error, "refused")) return error.details["awsCode"] === "ResourceInUseException";
  return isError(error, "conflict") && error.details["uuid"] === undefined;
}

/**
 * Throws `stale-plan` unless `current` is what `planned` was. AWS moves LastModified with each update and each change of
 * state (service model), so a mapping planned in a transition is compared by its settings alone.
 */
export function assertUnchanged(planned: MappingDocument, current: MappingDocument, name: string): void {
  const settled = isSettled(planned);
  const incomparable = [...(settled ? [] : ["Enabled"]), ...(isEncrypted(planned) ? ["FilterCriteria"] : [])];
  const changed = difference(planned, current)
    .map(({ field }) => field)
    .filter((field) => !incomparable.includes(field));
  const touched = settled && planned.LastModified !== current.LastModified;
  if (!touched && changed.length === 0) return;
  const what = changed.length === 0 ? "" : ` (${changed.join(", ")})`;
  throw new MskctlError("stale-plan", `${name} was changed by somebody else since this plan was made${what}`, {
    suggestions: ["run the command again for a new plan"],
    details: { uuid: current.UUID, fields: changed, lastModified: current.LastModified },
  });
}
