import { isQueueMode, type MappingDocument } from "../../core/mapping/model.ts";

/** A setting that the sandbox validates and keeps, and that its runtime does not act on. */
interface NotHonoured {
  readonly setting: string;
  readonly isUsed: (mapping: MappingDocument) => boolean;
  /** What the runtime does instead. */
  readonly instead: string;
  /** A topic on a real broker is read as the setting says. */
  readonly onEmbeddedTopicsOnly?: true;
}

/** `docs/fidelity.md` lists the same. */
export const notHonoured: readonly NotHonoured[] = [
  {
    setting: "KMSKeyArn",
    isUsed: (mapping) => mapping.KMSKeyArn !== undefined,
    instead: "no key is used; List leaves the filter criteria out, as on AWS",
  },
  {
    setting: "SourceAccessConfigurations",
    isUsed: (mapping) => (mapping.SourceAccessConfigurations ?? []).length > 0,
    instead: "secrets are not read: every embedded cluster lets the mapping in",
    onEmbeddedTopicsOnly: true,
  },
  {
    setting: "SchemaRegistryConfig",
    isUsed: (mapping) =>
      (mapping.AmazonManagedKafkaEventSourceConfig ?? mapping.SelfManagedKafkaEventSourceConfig)?.SchemaRegistryConfig !== undefined,
    instead: "no registry is asked: embedded topics hold plain JSON",
    onEmbeddedTopicsOnly: true,
  },
  {
    setting: "ConsumptionMode Queue",
    isUsed: isQueueMode,
    instead: "the control plane only: nothing is polled",
  },
];

/** One line for whoever started the sandbox; undefined when the runtime honours all that the mapping asks. */
export function notHonouredLine(mapping: MappingDocument, topicIs: "embedded" | "on-broker"): string | undefined {
  const used = notHonoured.filter(
    ({ isUsed, onEmbeddedTopicsOnly = false }) => isUsed(mapping) && (topicIs === "embedded" || !onEmbeddedTopicsOnly),
  );
  if (used.length === 0) return undefined;
  return `mapping ${mapping.UUID}: kept, but not acted on: ${used.map(({ setting, instead }) => `${setting} (${instead})`).join("; ")}`;
}
