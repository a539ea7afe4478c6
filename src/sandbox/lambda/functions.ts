import { unreservedConcurrency } from "./concurrency-limits.ts";
import { activeState, codeSizeBytes, functionDocument } from "./function-document.ts";
import { requireFunction } from "./function-reference.ts";
import { requireShape } from "./model-constraints.ts";
import { pageOf } from "./paging.ts";
import type { Call } from "./rest-json.ts";

/** At most 50 functions a page (Lambda API reference, ListFunctions). */
export function listFunctions(call: Call): unknown {
  const { world, query } = call;
  requireShape({ kind: "string", members: ["ALL"] }, query.get("FunctionVersion"), "FunctionVersion");
  const versions = query.get("FunctionVersion") === "ALL";
  const documents = [...world.functions.values()].flatMap((fn) => {
    const latest = functionDocument(world, fn, { qualifier: versions ? "$LATEST" : undefined, version: "$LATEST" });
    const published = [...new Set(fn.aliases.values())]
      .filter((version) => version !== "$LATEST")
      .toSorted((a, b) => Number(a) - Number(b));
    return versions ? [latest, ...published.map((version) => functionDocument(world, fn, { qualifier: version, version }))] : [latest];
  });
  const page = pageOf(documents, query, 50);
  return { ...page.next, Functions: page.items };
}

export function getFunction(call: Call): unknown {
  const { fn, qualifier, version } = requireFunction(call);
  return {
    Configuration: { ...functionDocument(call.world, fn, { qualifier, version }), ...activeState },
    // No Location: it would be a link to code that does not exist.
    Code: { RepositoryType: "S3" },
    ...(fn.tags.size === 0 ? {} : { Tags: Object.fromEntries(fn.tags) }),
    ...(fn.reservedConcurrency === undefined ? {} : { Concurrency: { ReservedConcurrentExecutions: fn.reservedConcurrency } }),
  };
}

export function getFunctionConfiguration(call: Call): unknown {
  const { fn, qualifier, version } = requireFunction(call);
  return { ...functionDocument(call.world, fn, { qualifier, version }), ...activeState };
}

/** Code limits are Lambda's default quotas (Lambda Developer Guide, quotas). */
export function getAccountSettings({ world }: Call): unknown {
  return {
    AccountLimit: {
      TotalCodeSize: 80_530_636_800,
      CodeSizeUnzipped: 262_144_000,
      CodeSizeZipped: 52_428_800,
      ConcurrentExecutions: world.accountConcurrency,
      UnreservedConcurrentExecutions: unreservedConcurrency(world),
    },
    AccountUsage: { TotalCodeSize: world.functions.size * codeSizeBytes, FunctionCount: world.functions.size },
  };
}
