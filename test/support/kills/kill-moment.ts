/** When a program is killed. */
export type KillMoment =
  /** At its n-th call of an operation, or of any. */
  | {
      readonly kind: "call";
      readonly operation: string | "any";
      readonly nth: number;
      readonly phase: "before" | "lost-answer" | "answered";
      /** Of this process's event loop, after the answer. */
      readonly turns: number;
    }
  /** When its target has so many records more than at its start. */
  | { readonly kind: "written"; readonly records: number; readonly turns: number }
  /** After this share of the time that such a program takes when nobody kills it. */
  | { readonly kind: "life"; readonly share: number };

export interface KillChoices {
  /** Operations that this kind of run does again and again. */
  readonly operations: readonly string[];
  /** Its target is a log. */
  readonly writes: boolean;
}

/** Turns in which the sandbox hands answers on and a program works off some batches. */
const mostTurns = 300;
const mostOfAnOperation = 4;
/** What a program asks for before it sends its first batch, and some batches. */
const mostCalls = 30;

export function drawnMoment(chance: () => number, { operations, writes }: KillChoices): KillMoment {
  const upTo = (most: number) => 1 + Math.floor(chance() * most);
  const way = chance();
  const turns = upTo(mostTurns);
  if (way < 0.2) return { kind: "life", share: chance() };
  if (writes && way < 0.5) return { kind: "written", records: upTo(25), turns };
  const phase = (["before", "lost-answer", "answered"] as const)[Math.floor(chance() * 3)] ?? "before";
  if (way < 0.65) return { kind: "call", operation: "any", nth: upTo(mostCalls), phase, turns };
  const operation = operations[Math.floor(chance() * operations.length)] ?? "any";
  return { kind: "call", operation, nth: upTo(mostOfAnOperation), phase, turns };
}

export function momentText(moment: KillMoment): string {
  switch (moment.kind) {
    case "call":
      return `${moment.phase} call ${moment.nth} of ${moment.operation}${moment.phase === "answered" ? ` + ${moment.turns} turns` : ""}`;
    case "written":
      return `${moment.records} records written + ${moment.turns} turns`;
    case "life":
      return `${Math.round(moment.share * 100)} % of its life`;
  }
}
