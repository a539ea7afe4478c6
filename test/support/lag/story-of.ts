import { type Around, accountDocument } from "./account-document.ts";
import { inFlightRecords, type Loaded, type Shape } from "./shape.ts";
import type { Story, Truth } from "./situation.ts";

export interface StoryParts extends Loaded {
  /** Absent: constant traffic of `perSecond`, and nothing else. */
  readonly around?: Partial<Around>;
  readonly truth: Truth;
  readonly minutes: number;
  readonly steps?: Story["steps"];
}

/** A story of one mapping, to which nothing happens but what is said. */
export function storyOf({ shape, perSecond, around, truth, minutes, steps }: StoryParts): Story {
  return {
    scenario: accountDocument(shape, { traffic: { kind: "constant", perSecond }, ...around }),
    minutes,
    truth: withWindow(truth, shape),
    perSecond,
    inFlightRecords: inFlightRecords(shape, perSecond),
    ...(steps === undefined ? {} : { steps }),
  };
}

/** Of a mapping that keeps up, a window that a person may wonder about can be named as well as not. */
function withWindow(truth: Truth, { windowSeconds = 0.5 }: Shape): Truth {
  const mayBeNamed = truth.verdicts.includes("ok") && truth.causes.includes(undefined) && windowSeconds >= 5;
  return mayBeNamed ? { ...truth, causes: [...truth.causes, "batching-window"] } : truth;
}
