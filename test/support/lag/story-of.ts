import { type Around, accountDocument } from "./account-document.ts";
import { inFlightRecords, type Loaded } from "./shape.ts";
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
    truth,
    perSecond,
    inFlightRecords: inFlightRecords(shape, perSecond),
    ...(steps === undefined ? {} : { steps }),
  };
}
