import type { SandboxFunction, World } from "../world.ts";
import { minimumUnreserved, unreservedConcurrency } from "./concurrency-limits.ts";
import { delayMs } from "./delays.ts";
import { functionArn, functionNotFound, functionReference, qualifierShape, versionExists } from "./function-reference.ts";
import { invalidParameter, lambdaError, notFound } from "./lambda-error.ts";
import { requireMember } from "./model-constraints.ts";
import { pageOf } from "./paging.ts";
import { type Call, inputOf, labelOf } from "./rest-json.ts";

// All texts of this file are recorded answers.

/** When an allocation that was asked for here is done; what the scenario set up is ready from the start. */
const allocations = new WeakMap<SandboxFunction, Map<string, { readonly changedAtMs: number; readonly readyAtMs: number }>>();

export function getProvisionedConcurrency(call: Call): unknown {
  const target = targetOf(call, "The function resource provided must be an alias or a published version.");
  if (!target.fn.provisionedConcurrency.has(target.qualifier)) {
    throw lambdaError("ProvisionedConcurrencyConfigNotFoundException", "No Provisioned Concurrency Config found for this function");
  }
  return allocationOf(call.world, target.fn, target.qualifier);
}

export function listProvisionedConcurrency(call: Call): unknown {
  const reference = functionReference(call.world, labelOf(call, "FunctionName"));
  const fn = call.world.functions.get(reference.name);
  if (fn === undefined) throw functionNotFound(functionArn(call.world, reference.name));
  const configs = [...fn.provisionedConcurrency.keys()].map((qualifier) => ({
    FunctionArn: functionArn(call.world, fn.name, qualifier),
    ...allocationOf(call.world, fn, qualifier),
  }));
  const page = pageOf(configs, call.query, 50, 50);
  return { ...page.next, ProvisionedConcurrencyConfigs: page.items };
}

export function putProvisionedConcurrency(call: Call): unknown {
  const { world } = call;
  const name = "ProvisionedConcurrentExecutions";
  const { [name]: given } = inputOf(call);
  requireMember({ kind: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER }, given, name);
  const wanted = Number(given);
  const { fn, qualifier } = targetOf(call, "Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
  refuseSecondConfigOfVersion(fn, qualifier);
  refuseBeyondLimits(world, fn, qualifier, wanted);
  fn.provisionedConcurrency.set(qualifier, wanted);
  const allocated = allocations.get(fn) ?? new Map();
  const now = world.clock.now();
  allocations.set(fn, allocated.set(qualifier, { changedAtMs: now, readyAtMs: now + delayMs(world, "provisioned-concurrency") }));
  return { ...allocationOf(world, fn, qualifier), ...nothingYet };
}

/** Removing what is not there is no error. */
export function deleteProvisionedConcurrency(call: Call): void {
  const { fn, qualifier } = targetOf(call, "The function resource provided must be an alias or a published version.");
  fn.provisionedConcurrency.delete(qualifier);
  allocations.get(fn)?.delete(qualifier);
}

const nothingYet = {
  AllocatedProvisionedConcurrentExecutions: 0,
  AvailableProvisionedConcurrentExecutions: 0,
  Status: "IN_PROGRESS",
} as const;

function allocationOf(world: World, fn: SandboxFunction, qualifier: string): Record<string, unknown> {
  const requested = fn.provisionedConcurrency.get(qualifier) ?? 0;
  const { changedAtMs, readyAtMs } = allocations.get(fn)?.get(qualifier) ?? { changedAtMs: world.clock.originMs, readyAtMs: 0 };
  return {
    RequestedProvisionedConcurrentExecutions: requested,
    ...(world.clock.now() < readyAtMs
      ? nothingYet
      : {
          AllocatedProvisionedConcurrentExecutions: requested,
          AvailableProvisionedConcurrentExecutions: requested,
          Status: "READY",
        }),
    LastModified: new Date(changedAtMs).toISOString().replace(/\.\d{3}Z$/, "+0000"),
  };
}

function targetOf(call: Call, latestRefusal: string): { fn: SandboxFunction; qualifier: string } {
  const { world } = call;
  requireMember(qualifierShape, call.query.get("Qualifier"), "Qualifier");
  const { name, qualifier = "$LATEST", arn } = functionReference(world, labelOf(call, "FunctionName"), call.query.get("Qualifier"));
  if (qualifier === "$LATEST") throw invalidParameter(latestRefusal);
  const fn = world.functions.get(name);
  const isVersion = /^\d+$/.test(qualifier);
  if (isVersion && (fn === undefined || !versionExists(fn, qualifier))) throw functionNotFound(arn);
  if (fn === undefined || (!isVersion && !fn.aliases.has(qualifier))) {
    throw notFound(`Cannot find alias arn: ${arn}`);
  }
  return { fn, qualifier };
}

function refuseSecondConfigOfVersion(fn: SandboxFunction, qualifier: string): void {
  const version = fn.aliases.get(qualifier);
  if (version !== undefined && fn.provisionedConcurrency.has(version)) {
    throw lambdaError(
      "ResourceConflictException",
      "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
    );
  }
  const aliased = [...fn.aliases].some(([alias, target]) => target === qualifier && fn.provisionedConcurrency.has(alias));
  if (aliased) throw lambdaError("ResourceConflictException", "Version is pointed by a Provisioned Concurrency alias");
}

function refuseBeyondLimits(world: World, fn: SandboxFunction, qualifier: string, wanted: number): void {
  const others = [...fn.provisionedConcurrency].reduce((sum, [other, executions]) => (other === qualifier ? sum : sum + executions), 0);
  if (fn.reservedConcurrency !== undefined && wanted + others > fn.reservedConcurrency) {
    throw invalidParameter("Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function");
  }
  if (fn.reservedConcurrency === undefined && unreservedConcurrency(world) - wanted < minimumUnreserved) {
    throw invalidParameter(
      `Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${minimumUnreserved}].`,
    );
  }
}
