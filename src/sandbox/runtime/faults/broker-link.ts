import type { SandboxClock } from "../../world.ts";
import type { Assumptions } from "../assumptions.ts";
import type { MappingMinute } from "../minute-figures.ts";
import type { PollerGroup } from "../poller-group.ts";
import { addTo } from "../tally.ts";
import type { PollFaults } from "./poll-faults.ts";

/** A run's way to its brokers: open, or cut by a fault. */
export interface BrokerLink {
  /** Commits now, or as soon as brokers can be reached again; never when the run is stopped before. */
  commit(commit: () => void): void;
  /** What became of a batch; failed polls stand before it. */
  tellResult(result: string): void;
  stop(): void;
}

export interface BrokerLinkParts {
  readonly clock: SandboxClock;
  readonly pollFaults: PollFaults;
  readonly assumptions: Pick<Assumptions, "pollTimeoutMs">;
  readonly minute: () => MappingMinute;
  readonly onResult: (lastProcessingResult: string) => void;
  /** So many pollers have waited for their brokers in vain. */
  readonly onPollTimeout: (pollers: number) => void;
  readonly pollers: () => Pick<PollerGroup, "size" | "wake">;
}

export function createBrokerLink(parts: BrokerLinkParts): BrokerLink {
  const { clock, pollFaults, minute } = parts;
  const waitingCommits: (() => void)[] = [];
  let isCut = false;
  let hasTimedOut = false;
  let lastResult = "OK";
  let cancelTimeout = (): void => {};

  /** Every poller tries all the time, and each attempt ends with the timeout. */
  const awaitTimeout = (): void => {
    cancelTimeout = clock.at(clock.now() + parts.assumptions.pollTimeoutMs, () => {
      hasTimedOut = true;
      const { size } = parts.pollers();
      addTo(minute().pollingErrors, 1, size);
      parts.onPollTimeout(size);
      awaitTimeout();
    });
  };

  const recover = (): void => {
    cancelTimeout();
    for (const commit of waitingCommits.splice(0)) commit();
    if (hasTimedOut) parts.onResult(lastResult);
    hasTimedOut = false;
  };

  const look = (): void => {
    const wasCut = isCut;
    isCut = pollFaults.isCutOff();
    if (isCut && !wasCut) awaitTimeout();
    if (!isCut && wasCut) recover();
  };

  look();
  const stopListening = pollFaults.onChange(() => {
    look();
    parts.pollers().wake();
  });
  return {
    commit(commit) {
      if (!isCut) {
        commit();
        return;
      }
      addTo(minute().commitErrors, 1);
      waitingCommits.push(commit);
    },
    tellResult(result) {
      lastResult = result;
      if (!hasTimedOut) parts.onResult(result);
    },
    stop() {
      stopListening();
      cancelTimeout();
    },
  };
}
