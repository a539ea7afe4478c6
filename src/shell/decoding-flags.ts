import { Flags } from "@oclif/core";
import { sampleFormats } from "../core/filter/sample-formats.ts";

/** How samples are written, and what their values are decoded by; `sources` are the flags that name records. */
export const decodingFlags = (...sources: readonly ["samples", ...string[]]) => ({
  "samples-format": Flags.option({
    options: sampleFormats,
    summary: "What the samples are; told by their beginning otherwise.",
    helpGroup: "SAMPLES",
    dependsOn: ["samples"],
  })(),
  schema: Flags.string({
    summary: "Decode values by this schema: .avsc, .proto, or a JSON Schema.",
    helpValue: "FILE",
    helpGroup: "SAMPLES",
    ...withOneOf(sources),
    exclusive: ["schema-registry"],
  }),
  message: Flags.string({ summary: "Which Protobuf message the values are.", helpValue: "NAME", helpGroup: "SAMPLES" }),
  "schema-registry": Flags.string({
    summary: "Decode values by a Confluent registry (URL) or Glue (ARN).",
    helpValue: "URL|ARN",
    helpGroup: "SAMPLES",
    ...withOneOf(sources),
  }),
});

/** A flag that means something only beside one of these. */
export function withOneOf(flags: readonly string[]) {
  return flags.length === 1 ? { dependsOn: [...flags] } : { relationships: [{ type: "some" as const, flags: [...flags] }] };
}
