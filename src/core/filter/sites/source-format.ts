import { safeText } from "../../record/safe-text.ts";
import type { JsonReading } from "./compact-json.ts";
import type { DocumentNode } from "./document-node.ts";
import type { YamlVersion } from "./scalar-meaning.ts";

/** How a kind of file says things that are not there yet: variables, intrinsic functions, expressions. */
export interface SourceFormat extends JsonReading {
  readonly yamlVersion: YamlVersion;
  /** What stands in place of `node` when the file is used. */
  resolve(node: DocumentNode): Resolved;
  /** What AWS gets for a text: the text, or its JSON, because the format writes whatever is there as JSON. */
  readonly writesTextAs: "text" | "json";
  /** Whether a pattern may be an object. */
  readonly takesObjects: boolean;
}

export type Resolved =
  | { readonly kind: "value"; readonly node: DocumentNode }
  /** The text is the JSON of `node`. */
  | { readonly kind: "json-of"; readonly node: DocumentNode }
  | { readonly kind: "unknown"; readonly reason: string };

/** Mapping specs, FilterCriteria and patterns by themselves, documents of AWS's API. */
export const plainFormat: SourceFormat = {
  yamlVersion: "1.2",
  writesTextAs: "text",
  takesObjects: true,
  unknownIn: ({ tag }) =>
    tag === undefined || tag.startsWith("tag:yaml.org,2002:") ? undefined : `${shown(tag)} is a YAML tag that means nothing here`,
  resolve: (node) => resolvedBy(plainFormat, node),
};

/** What `terraform show -json` prints: all text is as AWS gets it. */
export const terraformShowFormat: SourceFormat = {
  ...plainFormat,
  takesObjects: false,
  resolve: (node) => ({ kind: "value", node }),
};

/** Terraform's JSON syntax: text may be a template (https://developer.hashicorp.com/terraform/language/syntax/json). */
export const terraformFormat: SourceFormat = {
  yamlVersion: "1.2",
  writesTextAs: "text",
  takesObjects: false,
  unknownIn: (node) =>
    node.kind === "scalar" && /[$%]\{/.test(node.text)
      ? "an expression of Terraform: run terraform show -json on the plan, and lint what it prints"
      : undefined,
  resolve: (node) => resolvedBy(terraformFormat, node),
};

/**
 * The Serverless Framework: whatever stands in filterPatterns is written as JSON, text too (compile/events/msk and kafka:
 * `Pattern: JSON.stringify(pattern)`).
 */
export const serverlessFormat: SourceFormat = {
  yamlVersion: "1.2",
  writesTextAs: "json",
  takesObjects: true,
  unknownIn: (node) => {
    if (node.kind === "scalar" && node.text.includes("${")) return `${shown(node.text)} is a variable of the Serverless Framework`;
    return plainFormat.unknownIn(node);
  },
  resolve: (node) => resolvedBy(serverlessFormat, node),
};

function resolvedBy(format: SourceFormat, node: DocumentNode): Resolved {
  const reason = format.unknownIn(node);
  return reason === undefined ? { kind: "value", node } : { kind: "unknown", reason };
}

/** Words of a file inside one of our sentences. */
export function shown(text: string): string {
  return safeText(text, { maxWidth: 60 });
}
