import { isSettled, type MappingDocument, type MappingSettings } from "../../core/mapping/model.ts";
import { vpcConnectionsOf } from "../msk/vpc-connections.ts";
import type { SandboxMapping, World } from "../world.ts";
import { functionReference, resolveFunction } from "./function-reference.ts";
import { invalidParameter, lambdaError, notFound } from "./lambda-error.ts";

// What Lambda asks of the world around a mapping: the function, the cluster, its neighbours, its own state.

/** The ARN that the mapping keeps, qualifier included. An unknown function is a wrong value, not a 404 (recorded). */
export function requireTargetArn(world: World, functionName: string): string {
  const reference = functionReference(world, functionName);
  // Recorded for a function; inferred for an unknown alias or version.
  if (resolveFunction(world, reference) === undefined) throw invalidParameter("Function does not exist");
  return reference.arn;
}

/**
 * Only what MSK knows has to exist, a cluster or a VPC connection: Create does not connect, so unreachable brokers and
 * missing topics are taken (recorded) and show later in LastProcessingResult.
 */
export function requireCluster(world: World, { EventSourceArn: arn }: MappingSettings): void {
  if (arn === undefined || world.clusters.has(arn) || vpcConnectionsOf(world).has(arn)) return;
  // Text UNCONFIRMED.
  throw invalidParameter(`The event source ${arn} does not exist: the sandbox has no such MSK cluster or VPC connection.`);
}

/** Text on Update: reported by clients of AWS; on Delete: recorded. That Deleting refuses both is an assumption. */
export function requireSettled(mapping: SandboxMapping, operation: "update" | "delete"): void {
  if (isSettled(mapping.document)) return;
  throw lambdaError("ResourceInUseException", `Cannot ${operation} the event source mapping because it is in use.`);
}

export function requireMapping(world: World, uuid: string): SandboxMapping {
  const mapping = world.mappings.get(uuid);
  if (mapping === undefined) throw notFound("The resource you requested does not exist.");
  return mapping;
}

/** One mapping for a function, a topic and a cluster; another consumer group does not help (recorded). */
export function refuseConflict(world: World, wanted: MappingSettings & { readonly FunctionArn?: string }, except?: SandboxMapping): void {
  for (const mapping of world.mappings.values()) {
    if (mapping === except || !conflicts(mapping.document, wanted)) continue;
    throw lambdaError(
      "ResourceConflictException",
      `An event source mapping with ${conflictingParts(wanted)} already exists. Please update or delete the existing mapping with UUID ${mapping.document.UUID}`,
    );
  }
}

function conflicts(existing: MappingDocument, wanted: MappingSettings & { readonly FunctionArn?: string }): boolean {
  if (existing.FunctionArn !== wanted.FunctionArn || existing.Topics?.[0] !== wanted.Topics?.[0]) return false;
  if (wanted.EventSourceArn !== undefined) return existing.EventSourceArn === wanted.EventSourceArn;
  // One server in common makes it the same cluster (recorded).
  const servers = new Set(serversOf(existing));
  return serversOf(wanted).some((server) => servers.has(server));
}

function conflictingParts(wanted: MappingSettings & { readonly FunctionArn?: string }): string {
  const [target, topic] = [wanted.FunctionArn, wanted.Topics?.[0]];
  return wanted.EventSourceArn === undefined
    ? `event source ("${serversOf(wanted).join(",")}"), function ("${target}"), topics ("${topic}")`
    : `event source arn ("${wanted.EventSourceArn}"), function ("${target}") and topics ("${topic}")`;
}

function serversOf(settings: MappingSettings): readonly string[] {
  return settings.SelfManagedEventSource?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS ?? [];
}
