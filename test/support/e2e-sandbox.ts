import type { FaultList } from "../../src/sandbox/front/faults.ts";
import { demoAccount } from "../../src/sandbox/scenario/demo-account.ts";
import type { Scenario } from "../../src/sandbox/scenario/scenario.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { bareEnvironment, type Environment } from "./program.ts";

export interface E2eSandbox {
  /** What a program needs to take it for AWS. */
  readonly environment: Environment;
  readonly faults: FaultList;
  close(): Promise<void>;
}

/**
 * An account, the demo account if none is given, in a sandbox inside the test's own process, so that a test can make calls fail; the program under test is
 * another process, whose clock goes along where `speed` is above 1.
 */
export async function e2eSandbox(
  delays: Scenario["delays"],
  scenario: Scenario = demoAccount(),
  { speed = 1 }: { readonly speed?: number } = {},
): Promise<E2eSandbox> {
  const sandbox = await startSandbox({
    port: 0,
    host: "127.0.0.1",
    scenario: { ...scenario, delays },
    speed,
    seed: 1,
    note: () => undefined,
    signal: new AbortController().signal,
    inherited: {},
  });
  return {
    environment: { ...bareEnvironment, ...Object.fromEntries(sandbox.environment.set) },
    faults: sandbox.faults,
    close: () => sandbox.close(),
  };
}
