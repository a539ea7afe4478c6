import { openLagReading } from "../../../src/core/lag/reading.ts";
import type { LagReport } from "../../../src/core/lag/report.ts";
import type { Account } from "../../sandbox/runtime/runtime-fixture.ts";
import type { Played } from "./situation.ts";
import { mappingsIn, worldPorts } from "./world-ports.ts";

const hourMs = 3_600_000;

/** What is said now of one mapping of an account, by whoever has just begun to watch it. */
export async function reportOf({ world, clock, failed }: Account, uuid: string): Promise<LagReport> {
  const siblings = mappingsIn(world);
  const chosen = siblings.filter(({ UUID }) => UUID === uuid).map((mapping) => ({ mapping, name: "orders" }));
  const options = { fromMs: clock.now() - hourMs, partitions: false };
  const reading = openLagReading(worldPorts({ world, clock, failed }), { chosen, siblings }, options);
  const [report] = (await reading.read()).reports;
  if (report === undefined) throw new Error(`nothing is said of ${uuid}`);
  return report;
}

export interface Judgement {
  readonly report: LagReport;
  readonly isRightVerdict: boolean;
  readonly isRightCause: boolean;
  /** Called fine, though it is not. */
  readonly isFalseComfort: boolean;
}

export async function judged({ situation: { truth }, account, mapping }: Played): Promise<Judgement> {
  const report = await reportOf(account, mapping.document.UUID);
  const isFine = report.verdict === "ok" || report.verdict === "idle";
  return {
    report,
    isRightVerdict: truth.verdicts.includes(report.verdict),
    isRightCause: truth.causes.includes(report.cause?.id),
    isFalseComfort: isFine && !truth.verdicts.includes(report.verdict),
  };
}
