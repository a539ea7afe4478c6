import { afterEach } from "vitest";

// A leftover 0 would win over the code of the next command that fails (oclif reads `process.exitCode ?? …`).
afterEach(() => {
  process.exitCode = undefined;
});
