import { minimumUnreserved, unreservedConcurrency } from "./concurrency-limits.ts";
import { type ResolvedFunction, requireFunction } from "./function-reference.ts";
import { invalidParameter } from "./lambda-error.ts";
import { requireMember } from "./model-constraints.ts";
import { type Call, inputOf } from "./rest-json.ts";

export function getFunctionConcurrency(call: Call): unknown {
  return reservation(requireFunction(call));
}

/** Texts are recorded answers. */
export function putFunctionConcurrency(call: Call): unknown {
  const name = "ReservedConcurrentExecutions";
  const { [name]: given } = inputOf(call);
  requireMember({ kind: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER }, given, name);
  const wanted = Number(given);
  const resolved = requireFunction(call);
  if (resolved.qualifier !== undefined) {
    throw invalidParameter(
      "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.",
    );
  }
  if (unreservedConcurrency(call.world, resolved.fn) - wanted < minimumUnreserved) {
    throw invalidParameter(
      `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${minimumUnreserved}].`,
    );
  }
  resolved.fn.reservedConcurrency = wanted;
  return reservation(resolved);
}

export function deleteFunctionConcurrency(call: Call): void {
  requireFunction(call).fn.reservedConcurrency = undefined;
}

function reservation({ fn }: ResolvedFunction): Record<string, unknown> {
  return fn.reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: fn.reservedConcurrency };
}
