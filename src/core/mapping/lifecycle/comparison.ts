import { applyChanges } from "../apply-changes.ts";
import { type Change, difference } from "../difference.ts";
import { matchSpecs } from "../match-specs.ts";
import { functionNameOf, type MappingDocument, type MappingSettings, topicOf } from "../model.ts";
import { planUpdate } from "../plan.ts";
import type { MappingStore } from "../ports.ts";
import type { Spec } from "../read-spec.ts";
import { shortestName } from "../selector.ts";
import { changesTowards } from "../spec.ts";
import { kafkaMappings } from "./choice.ts";
import type { WaitEvent } from "./waiting.ts";
import { wholeMapping } from "./whole-mapping.ts";

/** How the account stands to one spec. */
export type SpecState =
  | { readonly kind: "same"; readonly name: string; readonly mapping: MappingDocument }
  | {
      readonly kind: "different";
      readonly name: string;
      readonly mapping: MappingDocument;
      /** From the account to the spec. */
      readonly changes: readonly Change[];
      /** True when only a new mapping could be like the spec. */
      readonly createOnly: boolean;
      /** What an update has to ask for. */
      readonly towards: MappingSettings;
    }
  | { readonly kind: "missing"; readonly name: string; readonly spec: Spec }
  /** An earlier spec describes the same mapping. */
  | { readonly kind: "repeated"; readonly name: string; readonly mapping: MappingDocument };

export interface Comparison {
  /** In the order of the specs. */
  readonly states: readonly SpecState[];
  /** Mappings of the specs' functions that no spec describes. */
  readonly unnamed: readonly { readonly name: string; readonly mapping: MappingDocument }[];
  /** What could not be compared, and why. */
  readonly notes: readonly string[];
}

/**
 * Compares specs with the account. Settings that a spec leaves out are compared with AWS's defaults; Enabled and tags that
 * it leaves out are left alone. What may not be read is not compared, and said.
 */
export async function compareSpecs(
  mappings: Pick<MappingStore, "list" | "get" | "tags">,
  specs: readonly Spec[],
  onEvent: (event: WaitEvent) => void,
): Promise<Comparison> {
  const account = await kafkaMappings(mappings);
  const { pairs, repeated, unnamed } = matchSpecs(specs, account);
  const notes: string[] = [];
  const states: SpecState[] = [];
  for (const spec of specs) {
    const pair = pairs.find((each) => each.spec === spec);
    const again = repeated.find((each) => each.spec === spec);
    const name = nameOf(spec);
    if (again !== undefined) states.push({ kind: "repeated", name, mapping: again.mapping });
    else if (pair === undefined) states.push({ kind: "missing", name, spec });
    else states.push(await compareOne(mappings, spec, pair.mapping, notes));
    onEvent({ kind: "read", done: states.length, total: specs.length });
  }
  return { states, unnamed: unnamed.map((mapping) => ({ name: shortestName(mapping, account), mapping })), notes };
}

async function compareOne(
  mappings: Pick<MappingStore, "get" | "tags">,
  spec: Spec,
  listed: MappingDocument,
  notes: string[],
): Promise<SpecState> {
  const name = nameOf(spec);
  const { mapping, filtersKnown, gaps } = await wholeMapping(mappings, listed, { tags: spec.settings.Tags !== undefined });
  notes.push(...gaps.map((gap) => `${name}: ${gap}`));
  const towards = changesTowards(mapping, comparable(spec.settings, mapping, filtersKnown));
  const changes = difference(mapping, applyChanges(mapping, towards));
  if (changes.length === 0) return { kind: "same", name, mapping };
  return { kind: "different", name, mapping, changes, createOnly: planUpdate(mapping, towards).kind === "replacement", towards };
}

/** A spec's tags are wanted among others; filters and tags that nobody may read cannot be compared. */
function comparable(settings: MappingSettings, mapping: MappingDocument, filtersKnown: boolean): MappingSettings {
  const { Tags: tags, FilterCriteria: filters, ...others } = settings;
  return {
    ...others,
    ...(filters === undefined || !filtersKnown ? {} : { FilterCriteria: filters }),
    ...(tags === undefined || mapping.Tags === undefined ? {} : { Tags: { ...mapping.Tags, ...tags } }),
  };
}

/** What a spec lacks to say which mapping it is of: its UUID, or what AWS allows once, function, topic and cluster. */
export function missingIdentity({ uuid, settings }: Spec): string[] {
  if (uuid !== undefined) return [];
  const { FunctionName: fn, EventSourceArn: cluster, SelfManagedEventSource: servers } = settings;
  return [
    ...(fn === undefined ? ["FunctionName"] : []),
    ...(topicOf(settings) === undefined ? ["Topics"] : []),
    ...(cluster === undefined && servers === undefined ? ["EventSourceArn or SelfManagedEventSource"] : []),
  ];
}

/** The spec's own name, else `function/topic`, else the UUID that it is found by. */
function nameOf({ name, uuid, settings }: Spec): string {
  const { FunctionName: fn } = settings;
  return name ?? (fn === undefined && uuid !== undefined ? uuid : `${functionNameOf(fn ?? "")}/${topicOf(settings) ?? ""}`);
}
