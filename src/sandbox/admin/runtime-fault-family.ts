import type { WaitingFault } from "../front/fault-queue.ts";
import { runtimeFaultKinds } from "../runtime/faults/runtime-fault.ts";
import type { RuntimeFaults, TimedFault } from "../runtime/faults/runtime-faults.ts";
import { type FaultTargets, unknownTarget } from "../scenario/fault-targets.ts";
import { readRuntimeFault } from "../scenario/read-runtime-fault.ts";
import type { FaultFamily } from "./fault-families.ts";
import type { AdminWorld } from "./state.ts";

/** Faults between a topic, its function and its destination. */
export function runtimeFaultFamily(faults: RuntimeFaults, targets: () => FaultTargets): FaultFamily {
  return {
    kinds: runtimeFaultKinds,
    read(fields) {
      const fault = readRuntimeFault(fields);
      const problem = unknownTarget(fault, targets());
      if (problem !== undefined && fields.has(problem.field)) fields.problem(problem.field, problem.message);
      return () => shown(faults.add(fault));
    },
    waiting: () => faults.waiting().map(shown),
    remove: faults.remove,
    clear: faults.clear,
  };
}

/** What the account has, in all Regions. */
export function targetsIn(worlds: Iterable<AdminWorld>): FaultTargets {
  const all = [...worlds];
  const clusters = all.flatMap((world) => [...world.clusters.values(), ...world.selfManagedClusters.values()]);
  return {
    functions: new Set(all.flatMap(({ functions }) => [...functions.keys()])),
    clusters: new Set(clusters.map(({ name }) => name)),
    topics: new Set(clusters.flatMap(({ topics }) => [...topics.keys()])),
  };
}

/** With times instead of durations, which were counted from another moment. */
function shown({ id, left, fault: { fault, fromMs, untilMs } }: WaitingFault<TimedFault>): WaitingFault<object> {
  const { afterMs: _after, forMs: _for, ...own } = fault;
  const until = Number.isFinite(untilMs) ? { until: new Date(untilMs).toISOString() } : {};
  return { id, left, fault: { ...own, from: new Date(fromMs).toISOString(), ...until } };
}
