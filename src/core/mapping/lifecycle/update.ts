import { MskctlError } from "../../errors.ts";
import { applyChanges } from "../apply-changes.ts";
import { difference } from "../difference.ts";
import { isDisabled, type MappingDocument, type MappingSettings } from "../model.ts";
import { planUpdate, type UpdatePlan } from "../plan.ts";
import type { Replacement } from "../replacement.ts";
import { clearingOf, fieldRules, suggestField, validateUpdate } from "../rules.ts";
import { changeLines } from "./change-lines.ts";
import type { Job } from "./jobs.ts";
import { estimatePollingGaps, type PollingGap } from "./polling-gap.ts";
import { assertValid } from "./preparation.ts";
import { quietSince, updateWaitMs, type WaitEvent, type WaitTarget, waitForMapping, waitUntilSettled } from "./waiting.ts";
import { wholeMapping } from "./whole-mapping.ts";
import { concernsOneMapping, type RefusedWrite, type WritePorts, writeWhenSettled } from "./writing.ts";

/** A mapping, and what it should become. */
export interface WantedUpdate {
  readonly mapping: MappingDocument;
  readonly name: string;
  readonly changes: MappingSettings;
}

export interface PreparedUpdate {
  readonly kind: "prepared";
  readonly name: string;
  /** The mapping that the plan was made from, settled; with its tags when they are about to change. */
  readonly mapping: MappingDocument;
  readonly plan: UpdatePlan;
  /** undefined when polling does not stop. */
  readonly gap: PollingGap | undefined;
  /** What the plan cannot know, and why. */
  readonly unknowns: readonly string[];
}

/**
 * The plans of updates, in their order; a mapping in transition is waited for first. A refusal stays with its mapping: it
 * has `details.violations`, or says what replacing would mean where a create-only field differs. Errors: those that concern
 * every mapping (credentials, interruption).
 */
export async function prepareUpdates(
  ports: WritePorts,
  wanted: readonly WantedUpdate[],
  onEvent: (event: WaitEvent) => void,
): Promise<(PreparedUpdate | RefusedWrite)[]> {
  const planned: (Omit<PreparedUpdate, "gap"> | RefusedWrite)[] = [];
  for (const each of wanted) {
    planned.push(await planOne(ports, each, onEvent));
    onEvent({ kind: "read", done: planned.length, total: wanted.length });
  }
  const gaps = await estimatePollingGaps(
    ports,
    planned.flatMap((each) => (each.kind === "prepared" && stopsPolling(each) ? each.mapping : [])),
  );
  return planned.map((each) => (each.kind === "refused" ? each : { ...each, gap: gaps.get(each.mapping.UUID) }));
}

async function planOne(
  ports: WritePorts,
  { mapping: seen, name, changes }: WantedUpdate,
  onEvent: (event: WaitEvent) => void,
): Promise<Omit<PreparedUpdate, "gap"> | RefusedWrite> {
  try {
    const settled = await waitUntilSettled(ports, { written: seen, name, timeoutMs: updateWaitMs }, onEvent);
    const { mapping, gaps } = await wholeMapping(ports.mappings, settled, { tags: changes.Tags !== undefined });
    // TagResource adds to the tags that are there.
    const plan = planUpdate(mapping, changes.Tags === undefined ? changes : { ...changes, Tags: { ...mapping.Tags, ...changes.Tags } });
    if (plan.kind === "replacement") throw replacementNeeded(name, mapping, plan);
    assertValid(validateUpdate(mapping, plan.request, { nowMs: ports.clock.now() }));
    return { kind: "prepared", name, mapping, plan, unknowns: gaps };
  } catch (error) {
    if (!concernsOneMapping(error)) throw error;
    return { kind: "refused", name, mapping: seen, error };
  }
}

function stopsPolling({ mapping, plan: { request } }: Pick<PreparedUpdate, "mapping" | "plan">): boolean {
  return Object.keys(request).length > 0 && !isDisabled(mapping) && request.Enabled !== false;
}

/** Sends exactly what changes and follows it: tags first, since they cannot leave the mapping half changed. */
export function updateJob(
  { mapping, name, plan }: PreparedUpdate,
  options: { readonly until: WaitTarget; readonly timeoutMs: number },
): Job {
  const { request, tags } = plan;
  const isTagsOnly = Object.keys(request).length === 0;
  const { Tags: _, ...planned } = mapping;
  return {
    name,
    mapping,
    async send(ports, onEvent) {
      const isDone = (current: MappingDocument) => tags.size === 0 && difference(current, applyChanges(current, request)).length === 0;
      const send = async () => {
        if (tags.size > 0) await ports.mappings.tag(mapping.EventSourceMappingArn ?? "", tags);
        return isTagsOnly ? planned : ports.mappings.update(mapping.UUID, request);
      };
      return writeWhenSettled(ports, { planned, name, timeoutMs: options.timeoutMs, isDone, send }, onEvent);
    },
    async follow(ports, written, onEvent) {
      if (isTagsOnly) return { mapping: written, reached: { kind: "settled" } };
      const expectedState = (request.Enabled ?? !isDisabled(mapping)) ? "Enabled" : "Disabled";
      return waitForMapping(ports, { written, name, ...options, expectedState, ...quietSince(mapping) }, onEvent);
    },
  };
}

/**
 * Changes that set some fields and take others back to AWS's default, by AWS's name or the name of the flag that sets them.
 * Errors: `usage` for what is no field, or is set and unset at once; `refused` where AWS has no value that clears it.
 */
export function withClearings(set: MappingSettings, unset: readonly string[], mapping: MappingDocument): MappingSettings {
  return unset.reduce((changes, field) => merged(changes, clearingChange(field, mapping), field), set);
}

/** Two members of one block may be changed in one update; the same one may not be changed twice. */
function merged(changes: MappingSettings, clearing: MappingSettings, field: string): MappingSettings {
  const result: Record<string, unknown> = { ...changes };
  for (const [block, value] of Object.entries(clearing)) {
    const [before, after] = [Object(result[block]) as object, Object(value) as object];
    const isPart = Object.keys(after).length > 0 && !Object.keys(after).some((member) => member in before);
    if (block in result && !isPart) throw new MskctlError("usage", `${field} is set and unset at once`);
    result[block] = block in result ? { ...before, ...after } : value;
  }
  return result;
}

function clearingChange(given: string, mapping: MappingDocument): MappingSettings {
  const field = fieldOfFlag(given.replace(/^--/, "")) ?? given;
  const clearing = clearingOf(field, mapping);
  if (clearing === undefined) {
    const meant = suggestField(given);
    throw new MskctlError("usage", `a mapping has no field ${given}`, { suggestions: meant === undefined ? [] : [`--unset ${meant}`] });
  }
  if (clearing.kind === "none") throw new MskctlError("refused", `${field} cannot be unset. ${clearing.reason}`);
  return clearing.changes;
}

function fieldOfFlag(flag: string): string | undefined {
  if (flag === "poller-group") return "PollerGroupName";
  // The consumer blocks are told apart by the mapping's source.
  return fieldRules.find(({ flags }) => flags.includes(`--${flag}`))?.path.at(-1);
}

function replacementNeeded(name: string, mapping: MappingDocument, { changes, consequences }: Replacement): MskctlError {
  return new MskctlError(
    "refused",
    [`${name} cannot be changed like this:`, ...changeLines(changes), ...consequences.map((line) => `  ${line}`)].join("\n"),
    {
      suggestions: [`mskctl export ${mapping.UUID}`],
      details: { changes, consequences },
    },
  );
}
