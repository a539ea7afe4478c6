import { type AnswerContext, applyAnswer } from "./answer.ts";
import { arriveTogether } from "./arrival.ts";
import { note, tripped } from "./breaker.ts";
import type { JournalEntry } from "./journal.ts";
import { type Lane, laneName } from "./lane.ts";
import type { Machine, MachineEffect, MachineEvent, Step } from "./machine-state.ts";
import { slowDown, speedUp } from "./pace.ts";
import type { LaneId } from "./ports.ts";
import { isCanary, schedule } from "./schedule.ts";

/** What follows from an event: entries for the journal, and effects that may begin when these are on disk. No clock, no randomness of its own. */
export function step(machine: Machine, event: MachineEvent, nowMs: number): Step {
  const entries = [...taken(machine, event, nowMs)];
  const effects: MachineEffect[] = [];
  schedule(machine, nowMs, entries, effects);
  return { entries, effects };
}

function taken(machine: Machine, event: MachineEvent, nowMs: number): readonly JournalEntry[] {
  switch (event.kind) {
    case "started":
    case "woke":
      return [];
    case "crowded":
      slowDown(machine.pace, nowMs);
      return [];
    case "stop":
      machine.end ??= { kind: "stopped", cause: event.cause, says: event.says };
      return [];
    case "read": {
      const lane = laneOf(machine, event.lane);
      lane.isReading = false;
      lane.horizon = event.horizon;
      lane.cursor = event.parts.at(-1)?.part ?? lane.cursor;
      return arriveTogether(lane, event.parts, machine.options.removeUnrecoverable);
    }
    case "sent":
      return answered(machine, event, nowMs);
  }
}

function answered(machine: Machine, { batch, delivery }: Extract<MachineEvent, { kind: "sent" }>, nowMs: number): readonly JournalEntry[] {
  const { options, pace, breaker, random } = machine;
  const lane = machine.inFlight.get(batch);
  if (lane === undefined) throw new Error(`an answer to batch ${batch}, which is not on its way`);
  machine.inFlight.delete(batch);
  lane.batch = undefined;
  const context: AnswerContext = { options, batch, nowMs, random };
  const { entries, redriven, poison } = applyAnswer(lane, delivery, context);
  if (delivery.kind === "throttled") {
    machine.throttled += 1;
    slowDown(pace, nowMs, delivery.retryAfterMs);
  } else if (delivery.kind === "unknown" || delivery.kind === "unavailable") slowDown(pace, nowMs);
  else if (delivery.kind === "delivered") speedUp(pace);
  note(breaker, redriven, false);
  note(breaker, poison, true);
  machine.tried += redriven + poison;
  stopWherePoisoned(machine, poison);
  const reason = "reason" in delivery ? delivery.reason : undefined;
  return [{ kind: "answered", batch, outcome: delivery.kind, reason, atMs: nowMs }, ...entries];
}

function stopWherePoisoned(machine: Machine, poison: number): void {
  const { options, breaker } = machine;
  if (poison > 0 && options.onError === "stop-run") {
    machine.end ??= { kind: "stopped", cause: "poison", says: "the target fails on a record" };
  }
  const trip = poison > 0 ? tripped(breaker) : undefined;
  if (trip === undefined) return;
  const cause = isCanary(machine) ? "canary" : "breaker";
  machine.end ??= { kind: "stopped", cause, says: `the target failed on ${trip.poison} of the last ${trip.of} records` };
}

function laneOf({ lanes }: Machine, id: LaneId): Lane {
  const lane = lanes.get(laneName(id));
  if (lane === undefined) throw new Error(`lane ${laneName(id)} is not of this run`);
  return lane;
}
