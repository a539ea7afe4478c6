import type { TestProject } from "vitest/node";
import { startBroker } from "../support/broker.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A broker without TLS and without signing in. */
    readonly bootstrap: string;
  }
}

/** One broker for all tests that need nothing special of it; `MSKCTL_TEST_BOOTSTRAP` names another one. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const own = process.env["MSKCTL_TEST_BOOTSTRAP"];
  if (own) {
    project.provide("bootstrap", own);
    return undefined;
  }
  const broker = await startBroker();
  project.provide("bootstrap", broker.bootstrap);
  return broker.stop;
}
