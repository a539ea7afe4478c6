import type { DocumentNode } from "./document-node.ts";
import { itemsOf, membersOf, textOf } from "./node-access.ts";
import { type Resolved, type SourceFormat, shown } from "./source-format.ts";

/**
 * CloudFormation and SAM, also as CDK writes them. YAML 1.1: CloudFormation User Guide, template formats. Inside a
 * Fn::ForEach every text is a template of the loop's variable.
 */
export function cloudFormationFormat({ inLoop }: { readonly inLoop: boolean }): SourceFormat {
  const resolve = (node: DocumentNode) => resolved(node, inLoop);
  return {
    yamlVersion: "1.1",
    writesTextAs: "text",
    takesObjects: false,
    resolve,
    unknownIn(node) {
      const value = resolve(node);
      if (value.kind === "unknown") return value.reason;
      return value.node === node ? undefined : untilDeployed(intrinsicOf(node)?.name ?? "it");
    },
  };
}

interface Intrinsic {
  /** As the author wrote it: `!Sub`, `Fn::Sub`, `Ref`. */
  readonly written: string;
  readonly name: string;
  readonly argument: DocumentNode;
}

/** A function that CloudFormation puts a value in place of: `!Sub …`, `{"Fn::Sub": …}`, `{"Ref": …}`. */
export function intrinsicOf(node: DocumentNode): Intrinsic | undefined {
  const { tag } = node;
  if (tag !== undefined && !tag.startsWith("tag:yaml.org,2002:")) return { written: tag, name: tag.replace(/^!/, ""), argument: node };
  const [member, ...others] = membersOf(node);
  if (member === undefined || others.length > 0) return undefined;
  const { name: written, value: argument } = member;
  if (written.startsWith("Fn::")) return { written, name: written.slice("Fn::".length), argument };
  return written === "Ref" ? { written, name: written, argument } : undefined;
}

function resolved(node: DocumentNode, inLoop: boolean): Resolved {
  const intrinsic = intrinsicOf(node);
  if (intrinsic === undefined) return literal(node, inLoop ? variable : dynamicReference);
  const { written, name, argument } = intrinsic;
  if (name === "ToJsonString" && argument !== node) return { kind: "json-of", node: argument };
  const [template = argument] = itemsOf(argument);
  if (name === "Sub" && template.kind === "scalar") return literal(template, variable, `${written} with `);
  const of = textOf(argument);
  return { kind: "unknown", reason: untilDeployed(of === undefined ? written : `${written} ${of}`) };
}

const dynamicReference = /\{\{resolve:[^}]*\}?\}?/;
const variable = new RegExp(`\\$\\{[^}]*\\}?|${dynamicReference.source}`);

function literal(node: DocumentNode, replaced: RegExp, before = ""): Resolved {
  const found = replaced.exec(textOf(node) ?? "");
  return found === null ? { kind: "value", node } : { kind: "unknown", reason: untilDeployed(`${before}${found[0]}`) };
}

function untilDeployed(what: string): string {
  return `${shown(what)} is known only when the stack is deployed`;
}
