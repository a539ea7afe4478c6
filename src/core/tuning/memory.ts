import { formatCount, formatFigure } from "../figures.ts";
import type { PowerPoint, PowerTuning } from "./power-tuning.ts";
import type { TuningSettings, Workload } from "./workload.ts";

/** The workload as it is with the memory of these settings: what an invocation and each of its records take, and what is paid for. */
export function workloadAt(workload: Workload, { memoryMb }: Pick<TuningSettings, "memoryMb">): Workload {
  const { memoryFactors, ...rest } = workload;
  const factor = memoryMb === undefined || memoryMb === workload.function.memoryMb ? undefined : memoryFactors?.get(memoryMb);
  if (memoryMb === undefined || factor === undefined) return workload;
  const { invocationMs, recordMs, dispatchMs } = workload.work;
  return {
    ...rest,
    work: { invocationMs: invocationMs * factor, recordMs: recordMs * factor, dispatchMs },
    function: { ...workload.function, memoryMb },
  };
}

/** A power value stands for today's memory where it is no further away. A judgement of ours: Lambda gives a function CPU in proportion to its memory. */
const mostApart = 1.1;

/** A workload that knows what other memory would do to it, as Power Tuning measured it, and what that rests on, in words. */
export function withMemory(
  workload: Workload,
  { points }: PowerTuning,
): { readonly workload: Workload; readonly assumptions: readonly string[] } {
  const todayMb = workload.function.memoryMb;
  const apart = ({ memoryMb }: PowerPoint) => Math.max(memoryMb, todayMb) / Math.min(memoryMb, todayMb);
  const [base] = points.toSorted((a, b) => apart(a) - apart(b));
  const sizes = points.map(({ memoryMb }) => formatCount(memoryMb)).join(", ");
  if (base === undefined || apart(base) > mostApart) {
    const message = `the Power Tuning result has ${sizes} MB, none of them near today's ${formatCount(todayMb)}: memory stays as it is; run it with ${todayMb} among its powerValues`;
    return { workload, assumptions: [message] };
  }
  const others = points.filter((point) => point !== base && point.memoryMb !== todayMb);
  const memoryFactors = new Map([
    [todayMb, 1],
    ...others.map(({ memoryMb, durationMs }) => [memoryMb, durationMs / base.durationMs] as const),
  ]);
  const times = others.map(({ memoryMb }) => `${formatFigure(memoryFactors.get(memoryMb) ?? 1)} times (${formatCount(memoryMb)} MB)`);
  return {
    workload: { ...workload, memoryFactors },
    assumptions: [
      `by Power Tuning's payload the function takes ${times.join(", ")} as long as with today's ${formatCount(todayMb)} MB; that is taken to hold for its invocations and for each record alike`,
      ...(base.memoryMb === todayMb ? [] : [`Power Tuning's ${formatCount(base.memoryMb)} MB stand for today's ${formatCount(todayMb)}`]),
    ],
  };
}

/** So many, besides today's, are looked at: each is a space of its own. */
const mostOthers = 4;

/**
 * Memory that may be chosen, from small to large, today's among it; undefined alone where nothing is known of any other. Where there is more than
 * can be looked at: the one with which the function is fastest, and those with which its time is cheapest.
 */
export function memoriesOf(
  { memoryFactors, function: { memoryMb: todayMb } }: Workload,
  isAllowed: (memoryMb: number) => boolean,
): readonly (number | undefined)[] {
  if (memoryFactors === undefined) return [undefined];
  const factorOf = (memoryMb: number) => memoryFactors.get(memoryMb) ?? 1;
  const others = [...memoryFactors.keys()].filter((memoryMb) => memoryMb !== todayMb && isAllowed(memoryMb));
  const fastest = others.toSorted((a, b) => factorOf(a) - factorOf(b) || a - b).slice(0, 1);
  const cheapest = others.toSorted((a, b) => a * factorOf(a) - b * factorOf(b) || a - b);
  const chosen = [...new Set([...fastest, ...cheapest])].slice(0, mostOthers);
  return [todayMb, ...chosen].sort((a, b) => a - b);
}
