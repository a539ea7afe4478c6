import { isError, MskctlError } from "../../errors.ts";
import type { MappingDocument } from "../model.ts";
import type { Spec } from "../read-spec.ts";
import { compareSpecs, type SpecState } from "./comparison.ts";
import { type PreparationPorts, type PreparedCreate, prepareCreate } from "./preparation.ts";
import { type PreparedUpdate, prepareUpdate } from "./update.ts";
import type { WaitEvent } from "./waiting.ts";
import type { WritePorts } from "./writing.ts";

export type ApplyPorts = WritePorts & PreparationPorts;

/** What one spec asks for. */
export type ApplyItem =
  | { readonly kind: "create"; readonly name: string; readonly prepared: PreparedCreate }
  | { readonly kind: "update"; readonly name: string; readonly prepared: PreparedUpdate }
  | { readonly kind: "same"; readonly name: string; readonly mapping: MappingDocument }
  /** This spec cannot be applied; the others can. */
  | { readonly kind: "refused"; readonly name: string; readonly mapping?: MappingDocument; readonly error: MskctlError };

export interface PreparedApply {
  /** In the order of the specs. */
  readonly items: readonly ApplyItem[];
  readonly notes: readonly string[];
}

/**
 * What would make the account like the specs: creates and updates, never a delete. Each item is prepared and checked; what
 * is refused stays with its item. Errors: those that concern every item (credentials, interruption, listing).
 */
export async function prepareApply(
  ports: ApplyPorts,
  specs: readonly Spec[],
  region: string,
  onEvent: (event: WaitEvent) => void,
): Promise<PreparedApply> {
  const { states, notes } = await compareSpecs(ports.mappings, specs);
  const items: ApplyItem[] = [];
  for (const state of states) items.push(await prepareItem(ports, state, region, onEvent));
  return { items, notes };
}

async function prepareItem(ports: ApplyPorts, state: SpecState, region: string, onEvent: (event: WaitEvent) => void): Promise<ApplyItem> {
  const { name } = state;
  try {
    switch (state.kind) {
      case "same":
        return { kind: "same", name, mapping: state.mapping };
      case "missing":
        return { kind: "create", name, prepared: await prepareCreate(ports, state.spec.settings, region) };
      case "different":
        return {
          kind: "update",
          name,
          prepared: await prepareUpdate(ports, { mapping: state.mapping, name, changes: state.towards }, onEvent),
        };
      case "repeated":
        throw new MskctlError("refused", `an earlier spec describes the same mapping, ${state.mapping.UUID}`);
    }
  } catch (error) {
    if (!isError(error, "refused", "not-found", "conflict", "stale-plan", "timed-out", "unavailable", "throttled")) throw error;
    return { kind: "refused", name, error, ...("mapping" in state ? { mapping: state.mapping } : {}) };
  }
}
