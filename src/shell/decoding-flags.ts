import { Flags } from "@oclif/core";
import { sampleFormats } from "../core/filter/sample-formats.ts";

/** How samples are written, and what their values are decoded by. */
export const decodingFlags = {
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
    dependsOn: ["samples"],
    exclusive: ["schema-registry"],
  }),
  message: Flags.string({ summary: "Which Protobuf message the values are.", helpValue: "NAME", helpGroup: "SAMPLES" }),
  "schema-registry": Flags.string({
    summary: "Decode values by a Confluent registry (URL) or Glue (ARN).",
    helpValue: "URL|ARN",
    helpGroup: "SAMPLES",
    dependsOn: ["samples"],
  }),
};
