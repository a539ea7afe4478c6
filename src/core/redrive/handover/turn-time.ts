import type { Clock } from "../../time.ts";
import { invocationMarginMs } from "../function-target.ts";
import type { StopRequest } from "../lane-run-parts.ts";
import type { RedriveTarget } from "../ports.ts";
import type { RunSettings } from "../run-settings.ts";

/** What is left of a worker's time when its last batch is answered: for the ledger, and for taking documents out of the source (assumption). */
const ledgerMarginMs = 10_000;

/** A sleep cannot be ended from here: so much later than the turn it may end. */
const sliceMs = 1_000;

/** How long a batch may run at the target, from when it was sent. */
export function settleMsOf({ functionTimeoutMs }: Pick<RunSettings, "functionTimeoutMs">): number {
  return functionTimeoutMs + invocationMarginMs;
}

/** Later than this nothing is sent: it might not be heard of before the worker is ended from outside. */
export function lastSendMsOf(settings: Pick<RunSettings, "functionTimeoutMs">, deadlineMs: number): number {
  return deadlineMs - settleMsOf(settings) - ledgerMarginMs;
}

export interface TimedTurn {
  readonly stop: StopRequest;
  readonly target: Pick<RedriveTarget, "send">;
}

/** Asks a run to stop when its time is over, and sends nothing after that, however late the sleep ends. */
export function timed(target: Pick<RedriveTarget, "send">, clock: Clock, lastSendMs: number): TimedTurn {
  const says = "the worker's time is over";
  return {
    stop: {
      listen(listener) {
        let isOver = false;
        const watch = async () => {
          for (let leftMs = lastSendMs - clock.now(); leftMs > 0; leftMs = lastSendMs - clock.now()) {
            await clock.sleep(Math.min(leftMs, sliceMs));
            if (isOver) return;
          }
          listener("interrupted", says);
        };
        // Without a clock nobody would hear the end of time.
        watch().catch(() => listener("interrupted", says));
        return () => {
          isOver = true;
        };
      },
    },
    target: {
      send: async (batch) => (clock.now() < lastSendMs ? target.send(batch) : { kind: "unavailable", reason: says }),
    },
  };
}
