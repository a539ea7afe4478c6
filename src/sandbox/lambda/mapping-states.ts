import { consumerGroupOf, type MappingDocument } from "../../core/mapping/model.ts";
import type { SandboxMapping, World } from "../world.ts";
import { delayMs, type Phase } from "./delays.ts";

type TransitionalState = "Creating" | "Enabling" | "Disabling" | "Updating" | "Deleting";
type SettledState = "Enabled" | "Disabled";

/** Cancels the start of polling that an Enabled mapping still waits for. */
const awaitedStarts = new WeakMap<SandboxMapping, () => void>();

/** Enters a mapping in the world: Creating, then Enabled or Disabled. Gives the document as the call answers it. */
export function beginCreate(world: World, mapping: SandboxMapping, enabled: boolean): MappingDocument {
  world.mappings.set(mapping.document.UUID, mapping);
  return transition(world, mapping, { through: "Creating", to: enabled ? "Enabled" : "Disabled", starts: "first-poll" });
}

/**
 * Replaces a settled mapping's document and lets it settle again: Enabling or Disabling when `enabled` asks for the
 * other state, else Updating and back. Polling stops meanwhile.
 */
export function beginUpdate(
  world: World,
  mapping: SandboxMapping,
  document: MappingDocument,
  enabled: boolean | undefined,
): MappingDocument {
  const before: SettledState = mapping.document.State === "Enabled" ? "Enabled" : "Disabled";
  const to = enabled === undefined ? before : enabled ? "Enabled" : "Disabled";
  const through = to === before ? "Updating" : to === "Enabled" ? "Enabling" : "Disabling";
  mapping.document = document;
  mapping.lastModifiedMs = world.clock.now();
  if (before === "Enabled") stopPolling(world, mapping);
  return transition(world, mapping, { through, to, starts: "poll-again" });
}

/** Deleting, then gone. A consumer group with a name of its own stays in the cluster, so its offsets do too. */
export function beginDelete(world: World, mapping: SandboxMapping): MappingDocument {
  if (mapping.document.State === "Enabled") stopPolling(world, mapping);
  mapping.lastModifiedMs = world.clock.now();
  mapping.document = { ...mapping.document, StateTransitionReason: "User action" };
  const answered = enter(mapping, "Deleting");
  after(world, "Deleting", () => {
    world.mappings.delete(mapping.document.UUID);
    world.runtime.stop(mapping, { forget: consumerGroupOf(mapping.document) === mapping.document.UUID });
  });
  return answered;
}

interface Transition {
  readonly through: TransitionalState;
  readonly to: SettledState;
  /** What an Enabled mapping waits for before it polls. */
  readonly starts: Phase;
}

function transition(world: World, mapping: SandboxMapping, { through, to, starts }: Transition): MappingDocument {
  const answered = enter(mapping, through);
  after(world, through, () => {
    mapping.document = { ...mapping.document, StateTransitionReason: "User action" };
    enter(mapping, to);
    if (to === "Enabled") startPolling(world, mapping, starts);
  });
  return answered;
}

function startPolling(world: World, mapping: SandboxMapping, starts: Phase): void {
  const cancel = after(world, starts, () => {
    awaitedStarts.delete(mapping);
    world.runtime.start(mapping);
  });
  if (cancel !== undefined) awaitedStarts.set(mapping, cancel);
}

function stopPolling(world: World, mapping: SandboxMapping): void {
  const cancel = awaitedStarts.get(mapping);
  awaitedStarts.delete(mapping);
  if (cancel === undefined) world.runtime.stop(mapping);
  else cancel();
}

/** Documents are replaced, never changed: what a call has answered stays as it was. */
function enter(mapping: SandboxMapping, state: TransitionalState | SettledState): MappingDocument {
  mapping.document = { ...mapping.document, State: state };
  return mapping.document;
}

/** Runs `then` when the phase is over: at once without delays. Gives what cancels it, if it has not run. */
function after(world: World, phase: Phase, then: () => void): (() => void) | undefined {
  const waitMs = delayMs(world, phase);
  if (waitMs > 0) return world.clock.at(world.clock.now() + waitMs, then);
  then();
  return undefined;
}
