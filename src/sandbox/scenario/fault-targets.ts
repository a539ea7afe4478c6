import type { RuntimeFault } from "../runtime/faults/runtime-fault.ts";

/** What faults may name. */
export interface FaultTargets {
  readonly functions: ReadonlySet<string>;
  readonly clusters: ReadonlySet<string>;
  readonly topics: ReadonlySet<string>;
}

interface TargetProblem {
  readonly field: string;
  readonly message: string;
}

/** Any mapping's UUID will do: the mapping may come later. */
const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A fault of something that is not there: it would wait for ever. */
export function unknownTarget(fault: RuntimeFault, { functions, clusters, topics }: FaultTargets): TargetProblem | undefined {
  switch (fault.kind) {
    case "function-error":
    case "throttle":
    case "latency":
      return functions.has(fault.function) ? undefined : { field: "function", message: "names no function of the account" };
    case "broker-loss":
    case "commit-errors":
      return clusters.has(fault.cluster) ? undefined : { field: "cluster", message: "names no cluster of the account" };
    case "rewind":
    case "slow-polls": {
      const isKnown = functions.has(fault.mapping) || topics.has(fault.mapping) || uuidForm.test(fault.mapping);
      return isKnown ? undefined : { field: "mapping", message: "is no function, no topic and no UUID of a mapping" };
    }
    case "denied-destination":
      return undefined;
  }
}
