import { MskctlError } from "../errors.ts";
import { clusterNameOf, functionNameOf, type MappingDocument, topicOf } from "./model.ts";

/** How a person named a mapping. */
export type Selector =
  | { readonly kind: "uuid"; readonly uuid: string }
  /** Qualified names (`orders:live`) mean that alias or version only. */
  | { readonly kind: "function"; readonly function: string }
  | { readonly kind: "function-topic"; readonly function: string; readonly topic: string }
  | { readonly kind: "topic"; readonly topic: string };

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Reads a mapping's name: its UUID or ARN, a function's name or ARN (`function:NAME` when a verb has that name),
 * `function/topic`, or `topic:<topic>`. Throws `usage` for an empty name and for ARNs of anything else.
 */
export function parseSelector(text: string): Selector {
  const selector = readSelector(text);
  if (selector !== undefined) return selector;
  const name = text.trim();
  throw new MskctlError("usage", name === "" ? "a mapping's name is empty" : `${name} names no mapping`, {
    suggestions: ["name it by UUID, mapping ARN, function, function/topic or topic:NAME; clusters are selected with --cluster"],
  });
}

function readSelector(text: string): Selector | undefined {
  const name = text.trim();
  const mappingArn = /^arn:[^:]+:lambda:[^:]*:[^:]*:event-source-mapping:(.+)$/.exec(name);
  const uuid = mappingArn?.[1] ?? name;
  if (uuidPattern.test(uuid)) return { kind: "uuid", uuid: uuid.toLowerCase() };
  if (name.startsWith("topic:") && name.length > "topic:".length) return { kind: "topic", topic: name.slice("topic:".length) };

  const slash = name.indexOf("/");
  const [fn, topic] =
    slash < 0 ? [functionNameOf(name, "qualified"), undefined] : [functionNameOf(name.slice(0, slash), "qualified"), name.slice(slash + 1)];
  if (fn === "" || fn.startsWith("arn:") || topic === "") return undefined;
  return topic === undefined ? { kind: "function", function: fn } : { kind: "function-topic", function: fn, topic };
}

/** Whether the selector means this mapping. */
export function matches(selector: Selector, mapping: MappingDocument): boolean {
  switch (selector.kind) {
    case "uuid":
      return mapping.UUID.toLowerCase() === selector.uuid;
    case "function":
      return isFunction(mapping, selector.function);
    case "function-topic":
      return isFunction(mapping, selector.function) && topicOf(mapping) === selector.topic;
    case "topic":
      return topicOf(mapping) === selector.topic;
  }
}

/** Whether the mapping's function is the one named; a name without qualifier means every alias and version. */
export function isFunction(mapping: MappingDocument, nameOrArn: string): boolean {
  const wanted = functionNameOf(nameOrArn, "qualified");
  const own = functionNameOf(mapping.FunctionArn ?? "", "qualified");
  return own === wanted || functionNameOf(own) === wanted || own === wanted.replace(/:\$LATEST$/, "");
}

/** Whether the mapping reads from the cluster: by name or ARN, or by a bootstrap server, with or without its port. */
export function isCluster(mapping: MappingDocument, nameOrArn: string): boolean {
  const servers = mapping.SelfManagedEventSource?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS ?? [];
  return (
    mapping.EventSourceArn === nameOrArn ||
    clusterNameOf(mapping) === nameOrArn ||
    servers.some((server) => server === nameOrArn || server.replace(/:\d+$/, "") === nameOrArn)
  );
}

/**
 * The shortest name that means this one of `mappings`: its function, else `function/topic`, else its UUID. Whatever AWS
 * answered for its ARN and topic, the name can be read by `parseSelector` and means no other mapping.
 */
export function shortestName(mapping: MappingDocument, mappings: readonly MappingDocument[]): string {
  const fn = functionNameOf(mapping.FunctionArn ?? "", "qualified");
  const unique = [functionNameOf(fn), fn, `${fn}/${topicOf(mapping) ?? ""}`].find((name) => {
    const selector = readSelector(name);
    const meant = selector === undefined ? [] : mappings.filter((other) => matches(selector, other));
    return meant.length === 1 && meant[0]?.UUID === mapping.UUID;
  });
  return unique ?? mapping.UUID;
}
