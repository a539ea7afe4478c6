import { configureGlobal } from "fast-check";
import { afterEach } from "vitest";

// The same cases in each run, so that a change is judged by what it did. FC_SEED=$RANDOM npm test looks for new ones.
configureGlobal({ seed: Number(process.env["FC_SEED"] ?? 20_261_123) });

// A leftover 0 would win over the code of the next command that fails (oclif reads `process.exitCode ?? …`).
afterEach(() => {
  process.exitCode = undefined;
});
