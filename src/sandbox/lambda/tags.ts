import { modelViolation } from "../../core/mapping/rules/shape.ts";
import type { World } from "../world.ts";
import { functionNotFound } from "./function-reference.ts";
import { invalidParameter, notFound } from "./lambda-error.ts";
import { modelRefusal, requireMember, requireShape } from "./model-constraints.ts";
import { type Call, inputOf, labelOf } from "./rest-json.ts";

const resourceShape = {
  kind: "string",
  minimumLength: 1,
  maximumLength: 256,
  pattern:
    "arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|capacity-provider:[a-zA-Z0-9-_]+)",
} as const;

const tagsShape = { kind: "map", value: { kind: "string" } } as const;

export function listTags(call: Call): unknown {
  return { Tags: Object.fromEntries(tagsOf(call)) };
}

export function tagResource(call: Call): void {
  const { Tags: given } = inputOf(call);
  requireMember(tagsShape, given, "Tags");
  const tags = tagsOf(call);
  const added = Object.entries(given as Record<string, string>);
  // Recorded: so are the next two texts.
  if (added.length === 0) throw invalidParameter("An error occurred and the request cannot be processed.");
  if (new Set([...tags.keys(), ...added.map(([key]) => key)]).size > 50)
    throw invalidParameter("Number of tags exceeds resource tag limit.");
  for (const [key, value] of added) requireTagForm(key, value);
  for (const [key, value] of added) tags.set(key, value);
}

export function untagResource(call: Call): void {
  const keys = call.query.getAll("tagKeys");
  if (keys.length === 0) throw modelRefusal([modelViolation({ kind: "not-null" }, undefined, ["tagKeys"])]);
  const tags = tagsOf(call);
  for (const key of keys) tags.delete(key);
}

/** AWS's rules for tags; texts UNCONFIRMED. */
function requireTagForm(key: string, value: string): void {
  if (key === "" || key.length > 128 || key.toLowerCase().startsWith("aws:")) throw invalidParameter(`Invalid tag key: ${key}`);
  if (value.length > 256) throw invalidParameter(`Invalid value of tag ${key}: more than 256 characters`);
}

function tagsOf(call: Call): Map<string, string> {
  const arn = labelOf(call, "Resource");
  requireShape(resourceShape, arn, "Resource");
  const [, , , , , type, name = "", qualifier] = arn.split(":");
  if (qualifier !== undefined) {
    throw invalidParameter("Tags on function aliases and versions are not supported. Please specify a function ARN.");
  }
  return type === "function" ? functionTags(call.world, arn, name) : mappingTags(call.world, arn, name);
}

function functionTags(world: World, arn: string, name: string): Map<string, string> {
  const fn = world.functions.get(name);
  if (fn === undefined || fn.arn !== arn) throw functionNotFound(arn);
  return fn.tags;
}

/** Whatever else can carry tags does not exist in the sandbox and is told the same. */
function mappingTags(world: World, arn: string, uuid: string): Map<string, string> {
  const mapping = world.mappings.get(uuid);
  if (mapping === undefined || mapping.document.EventSourceMappingArn !== arn) throw notFound(`Event source mapping not found: ${arn}`);
  return mapping.tags;
}
