import { describe, expect, it } from "vitest";
import { type ApplyEvent, type ApplyState, applyState, isEnded } from "../../../../src/core/tuning/apply/apply-events.ts";

const atMs = 1_000;
const plan = { steps: [{}, {}] } as unknown as Parameters<typeof applyState>[0];
const kept = (step: number): ApplyEvent => ({ type: "kept", atMs, step, realised: undefined });
const [began, done, rolledBack]: readonly ApplyEvent[] = [
  { type: "began", atMs },
  { type: "done", atMs },
  { type: "rolled back", atMs },
];
const sending = (step: number): ApplyEvent => ({ type: "sending", atMs, step });
const sent = (step: number): ApplyEvent => ({ type: "sent", atMs, step });
const back: ApplyEvent = { type: "rolling back", atMs, why: "errors" };

describe("where a run stands", () => {
  it.each<[string, readonly (ApplyEvent | undefined)[], ApplyState]>([
    ["nobody has said yes", [], { kind: "planned" }],
    ["begun", [began], { kind: "to send", step: 0 }],
    ["sent, as far as is known", [began, sending(0)], { kind: "to send", step: 0 }],
    ["watched", [began, sending(0), sent(0)], { kind: "to watch", step: 0, sentMs: atMs }],
    ["next", [began, sending(0), sent(0), kept(0)], { kind: "to send", step: 1 }],
    ["all kept", [began, sending(1), sent(1), kept(1)], { kind: "to finish" }],
    ["done", [began, sent(1), kept(1), done], { kind: "done" }],
    ["wrong", [began, sent(0), back], { kind: "to roll back", why: "errors" }],
    ["taken back", [began, sent(0), back, rolledBack], { kind: "rolled back", why: "errors" }],
    ["taken back after all", [began, sent(1), kept(1), done, back], { kind: "to roll back", why: "errors" }],
    ["somebody else's", [began, sent(0), { type: "left", atMs, why: "changed" }], { kind: "left", why: "changed" }],
  ])("%s", (_, events, state) => {
    expect(applyState(plan, events as ApplyEvent[])).toEqual(state);
  });

  it("has ended when it is done, taken back or somebody else's", () => {
    const ended = (...events: readonly (ApplyEvent | undefined)[]) => isEnded(applyState(plan, events as ApplyEvent[]));
    expect([ended(done), ended(back, rolledBack), ended({ type: "left", atMs, why: "" })]).toEqual([true, true, true]);
    expect([ended(), ended(began), ended(back), ended(kept(1))]).toEqual([false, false, false, false]);
  });
});
