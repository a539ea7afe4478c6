import { formatCount } from "../../figures.ts";
import { sumIn } from "../../lag/spans.ts";
import { fullBatch } from "../capacity.ts";
import { whole } from "./load.ts";
import type { TuningRule } from "./reason-subject.ts";

/** R2: BatchSize is above what an invocation's 6 MB hold. */
export const payloadLimit: TuningRule = (subject) => {
  const { workload, samples, result } = subject;
  const { batchSize } = result.current.settings;
  const most = fullBatch(workload, result.current.settings);
  if (most >= batchSize) return undefined;
  const isMeasured = (sumIn(samples, "polledBytes", whole(subject)) ?? 0) > 0;
  const size = `${formatCount(workload.recordBytes)} B${isMeasured ? "" : ", which is assumed"}`;
  return {
    reason: {
      rule: "R2",
      message: `BatchSize ${formatCount(batchSize)} is out of reach: an event of 6 MB holds ${formatCount(most)} records of ${size}`,
    },
    weight: 0,
  };
};
