import type { MappingSettings } from "../model.ts";
import type { Shape } from "./shape.ts";

/** How `update --unset` takes a field back: the request that does it, or why there is none. */
export type Clearing =
  | { readonly kind: "sentinel"; readonly changes: MappingSettings; readonly note?: string }
  | { readonly kind: "none"; readonly reason: string };

/** What AWS asks of one setting. */
export interface FieldRule {
  /** AWS's spelling. Two members of the consumer blocks are settings of their own: one can be changed, the other cannot. */
  readonly name: string;
  readonly path: readonly [string] | readonly [string, string];
  /** Flags of `create` and `update` that set it, the one that says most first. */
  readonly flags: readonly string[];
  readonly shape: Shape;
  readonly required?: true;
  /** `by-tagging`: through TagResource and UntagResource on the mapping's ARN. */
  readonly changeable: "by-update" | "by-tagging" | "never";
  readonly source: "msk" | "self-managed" | "both";
  /** `unconfirmed`: the CDK's documentation asks for provisioned mode, the Developer Guide does not. */
  readonly mode: "both" | "provisioned" | "unconfirmed";
  readonly inQueueMode: boolean;
  /** What an absent value means; undefined: nothing is set. */
  readonly default?: unknown;
  /** Where it means something else in Queue mode. */
  readonly defaultInQueueMode?: unknown;
  readonly clearing: Clearing;
  /** Where the rule is written down. */
  readonly from: string;
}

/** What most fields share; a field says where it differs. */
export const anySource = { changeable: "by-update", source: "both", mode: "both", inQueueMode: true } as const;
export const provisionedOnly = { ...anySource, mode: "provisioned" } as const;
export const createOnly = {
  ...anySource,
  changeable: "never",
  clearing: { kind: "none", reason: "It is set when the mapping is created and stays." },
} as const;

/** The request that takes a field back. */
export function sentinel(changes: MappingSettings, note?: string): Clearing {
  return { kind: "sentinel", changes, ...(note === undefined ? {} : { note }) };
}

/** Where the rules are written down. */
export const sources = {
  model: "Lambda service model 2015-03-31",
  parameters: "Lambda Developer Guide, Kafka event source parameters",
  retries: "Lambda Developer Guide, Kafka retry configurations",
  scaling: "Lambda Developer Guide, Kafka scaling modes",
  groups: "Lambda Developer Guide, Kafka consumer group id",
  registries: "Lambda Developer Guide, schema registries with Kafka event sources",
} as const;
