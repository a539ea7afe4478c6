import { changedShare } from "../../../src/sandbox/runtime/changed-share.ts";
import { type Feed, lookingFeed, uniformFeed } from "../../../src/sandbox/runtime/feed.ts";
import type { FunctionCall } from "../../../src/sandbox/runtime/ports.ts";

/** Records of `recordBytes`, of which a share passes. */
export function feedOf(passShare = 1, recordBytes = 1_024): Feed {
  const sizes = { recordBytes, eventBytes: 2 * recordBytes };
  const passes = changedShare("orders", passShare, 1);
  return passShare < 1
    ? lookingFeed({ look: (partition, offset) => ({ ...sizes, passes: passes(partition, offset) }), next: (_, offset) => offset })
    : uniformFeed(sizes);
}

/** A call of 100 records without poison. */
export function callOf(changes: Partial<FunctionCall> = {}): FunctionCall {
  return {
    requestId: () => "r-1",
    qualifier: "$LATEST",
    records: 100,
    event: () => "{}",
    writeEvent: () => Buffer.from("{}"),
    chance: 0.9,
    poison: () => [],
    withKeys: () => [],
    partialResponse: undefined,
    ...changes,
  };
}
