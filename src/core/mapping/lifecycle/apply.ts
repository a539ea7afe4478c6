import { MskctlError } from "../../errors.ts";
import type { MappingDocument } from "../model.ts";
import type { Spec } from "../read-spec.ts";
import { compareSpecs, type SpecState } from "./comparison.ts";
import { type PreparationPorts, type PreparedCreate, prepareCreate } from "./preparation.ts";
import { type PreparedUpdate, prepareUpdates } from "./update.ts";
import type { WaitEvent } from "./waiting.ts";
import { concernsOneMapping, type RefusedWrite, type WritePorts } from "./writing.ts";

export type ApplyPorts = WritePorts & PreparationPorts;

/** What one spec asks for. */
export type ApplyItem =
  | { readonly kind: "create"; readonly name: string; readonly prepared: PreparedCreate }
  | PreparedUpdate
  | { readonly kind: "same"; readonly name: string; readonly mapping: MappingDocument }
  /** This spec cannot be applied; the others can. */
  | RefusedWrite;

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
  const { states, notes } = await compareSpecs(ports.mappings, specs, onEvent);
  const wanted = states.flatMap((state) => (state.kind === "different" ? [{ ...state, changes: state.towards }] : []));
  const updates = (await prepareUpdates(ports, wanted, onEvent)).values();
  const items: ApplyItem[] = [];
  for (const state of states) {
    const item = state.kind === "different" ? updates.next().value : await itemOf(ports, state, region);
    if (item !== undefined) items.push(item);
  }
  return { items, notes };
}

async function itemOf(ports: ApplyPorts, state: Exclude<SpecState, { readonly kind: "different" }>, region: string): Promise<ApplyItem> {
  const { name } = state;
  switch (state.kind) {
    case "same":
      return { kind: "same", name, mapping: state.mapping };
    case "repeated": {
      const error = new MskctlError("refused", `an earlier spec describes the same mapping, ${state.mapping.UUID}`);
      return { kind: "refused", name, mapping: state.mapping, error };
    }
    case "missing":
      try {
        return { kind: "create", name, prepared: await prepareCreate(ports, state.spec.settings, region) };
      } catch (error) {
        if (!concernsOneMapping(error)) throw error;
        return { kind: "refused", name, error };
      }
  }
}
