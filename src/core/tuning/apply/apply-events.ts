import type { ApplyPlan } from "./apply-plan.ts";
import type { Realised } from "./realised.ts";

/** What happens to a run, in order, as its journal holds it. `atMs` is epoch time. */
export type ApplyEvent =
  /** Somebody said yes to the plan. */
  | { readonly type: "began"; readonly atMs: number }
  /** The update of a step is about to be sent: from here on nobody knows, until it is `sent`. */
  | { readonly type: "sending"; readonly atMs: number; readonly step: number }
  | { readonly type: "sent"; readonly atMs: number; readonly step: number }
  /** A step was watched to its end and did what was predicted. */
  | { readonly type: "kept"; readonly atMs: number; readonly step: number; readonly realised: Realised | undefined }
  | { readonly type: "rolling back"; readonly atMs: number; readonly why: string; readonly realised?: Realised | undefined }
  | { readonly type: "rolled back"; readonly atMs: number }
  | { readonly type: "done"; readonly atMs: number }
  /** Somebody else has changed the mapping: it is theirs now. */
  | { readonly type: "left"; readonly atMs: number; readonly why: string };

/** Where a run stands. */
export type ApplyState =
  | { readonly kind: "planned" }
  /** Nothing, or nobody knows whether something, was sent of this step. */
  | { readonly kind: "to send"; readonly step: number }
  | { readonly kind: "to watch"; readonly step: number; readonly sentMs: number }
  | { readonly kind: "to finish" }
  | { readonly kind: "to roll back"; readonly why: string }
  | { readonly kind: "rolled back"; readonly why: string }
  | { readonly kind: "left"; readonly why: string }
  | { readonly kind: "done" };

/** What follows from what happened. */
export function applyState({ steps }: Pick<ApplyPlan, "steps">, events: readonly ApplyEvent[]): ApplyState {
  let state: ApplyState = { kind: "planned" };
  for (const event of events) state = after(state, event, steps.length);
  return state;
}

function after(state: ApplyState, event: ApplyEvent, steps: number): ApplyState {
  switch (event.type) {
    case "began":
      return steps === 0 ? { kind: "to finish" } : { kind: "to send", step: 0 };
    case "sending":
      return { kind: "to send", step: event.step };
    case "sent":
      return { kind: "to watch", step: event.step, sentMs: event.atMs };
    case "kept":
      return event.step + 1 < steps ? { kind: "to send", step: event.step + 1 } : { kind: "to finish" };
    case "rolling back":
      return { kind: "to roll back", why: event.why };
    case "rolled back":
      return { kind: "rolled back", why: state.kind === "to roll back" ? state.why : "" };
    case "done":
      return { kind: "done" };
    case "left":
      return { kind: "left", why: event.why };
  }
}

export function isEnded({ kind }: ApplyState): boolean {
  return kind === "done" || kind === "rolled back" || kind === "left";
}
