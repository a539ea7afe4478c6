import { type Assumptions, defaultAssumptions } from "../runtime/assumptions.ts";
import type { BackOff } from "../runtime/retry-policy.ts";
import type { Fields } from "./fields.ts";

const milliseconds = { minimum: 0, maximum: 3_600_000 } as const;

/** How Lambda is taken to behave where it does not say so itself. */
export function readAssumptions(fields: Fields): Assumptions {
  const assumed = defaultAssumptions;
  const assumptions: Assumptions = {
    partialResponse: fields.member("partialResponse", ["resume", "listed"], assumed.partialResponse),
    splitsUseRetries: fields.flag("splitsUseRetries", assumed.splitsUseRetries),
    failurePause: readPause(fields.object("failurePause"), assumed.failurePause),
    throttlePause: readPause(fields.object("throttlePause"), assumed.throttlePause),
    dispatchMs: fields.number("dispatchMs", assumed.dispatchMs, milliseconds),
    partitionsPerPollerAtFirst: fields.number("partitionsPerPollerAtFirst", assumed.partitionsPerPollerAtFirst, {
      minimum: 1,
      whole: true,
    }),
    // Without any wait the attempts would have no end.
    pollTimeoutMs: fields.number("pollTimeoutMs", assumed.pollTimeoutMs, { ...milliseconds, minimum: 1_000 }),
    scalingDelayMs: readScalingDelay(fields.object("scalingDelay"), assumed.scalingDelayMs),
  };
  fields.done();
  return assumptions;
}

function readPause(fields: Fields, { firstMs, longestMs }: BackOff): BackOff {
  const pause = {
    firstMs: fields.number("firstMs", firstMs, milliseconds),
    longestMs: fields.number("longestMs", longestMs, milliseconds),
  };
  fields.done();
  return pause;
}

function readScalingDelay(fields: Fields, assumed: Assumptions["scalingDelayMs"]): Assumptions["scalingDelayMs"] {
  const delay = {
    "on-demand": fields.duration("onDemand", assumed["on-demand"]),
    provisioned: fields.duration("provisioned", assumed.provisioned),
  };
  fields.done();
  return delay;
}
