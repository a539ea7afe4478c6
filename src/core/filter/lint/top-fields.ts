import type { JsonMember, JsonNode } from "../json-tree.ts";

/** A field at the top of a pattern, or of a branch of a `$or` that stands there. */
export interface TopField {
  readonly member: JsonMember;
  readonly insideOr: boolean;
  /** False when all that it asks for is that something is absent. */
  readonly asksForPresence: boolean;
}

/** The fields that stand beside `value`, or instead of it. A nameless one may be anything: AWS's library drops its name. */
export function fieldsOutsideValue(tree: JsonNode | undefined): TopField[] {
  return topFields(tree, false).filter(({ member: { name } }) => name !== "" && !isValue(name));
}

export function hasValueField(tree: JsonNode | undefined): boolean {
  return topFields(tree, false).some(({ member }) => isValue(member.name));
}

function isValue(name: string): boolean {
  return name === "value" || name.startsWith("value.");
}

function topFields(node: JsonNode | undefined, insideOr: boolean): TopField[] {
  if (node?.kind !== "object") return [];
  return node.members.flatMap((member) => {
    if (member.name !== "$or") return [{ member, insideOr, asksForPresence: asksForPresence(member.value) }];
    return member.value.kind === "array" ? member.value.items.flatMap((branch) => topFields(branch, true)) : [];
  });
}

/** Whether some list in it does without `{"exists":false}`. */
function asksForPresence(node: JsonNode): boolean {
  switch (node.kind) {
    case "array":
      return !node.items.some(isAbsence);
    case "object":
      return node.members.some(({ name, value }) => (name === "$or" ? branchesAsk(value) : asksForPresence(value)));
    default:
      return true;
  }
}

function branchesAsk(node: JsonNode): boolean {
  return node.kind !== "array" || node.items.every(asksForPresence);
}

function isAbsence(node: JsonNode): boolean {
  if (node.kind !== "object") return false;
  const [member] = node.members;
  return member?.name === "exists" && member.value.kind === "literal" && member.value.text === "false";
}
