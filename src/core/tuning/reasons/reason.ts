/** R15: the function fails on records that could be told apart. R16: memory, by a Power Tuning result. */
export const ruleIds = ["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R11", "R12", "R13", "R14", "R15", "R16"] as const;

type RuleId = (typeof ruleIds)[number];

/** Why settings should change, or stay, in words with figures. */
export interface Reason {
  readonly rule: RuleId;
  readonly message: string;
  /** What no search over settings mends: raise the function's concurrency, turn on bisect. */
  readonly advice?: Advice;
}

interface Advice {
  /** `raise the function's concurrency first`. */
  readonly summary: string;
  /** Can be pasted. */
  readonly fix: string | undefined;
  /** Until it is done, what the metrics say of the settings cannot be relied on. */
  readonly isFirst: boolean;
}
