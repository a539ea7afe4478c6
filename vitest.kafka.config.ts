import { defineConfig } from "vitest/config";

/** `npm run test:kafka`: what needs more than npm: a real broker, hence Java and Maven, or a terminal, hence `script` of util-linux. */
export default defineConfig({
  test: {
    include: ["test/kafka/**/*.test.ts", "test/terminal/**/*.test.ts"],
    // Files that wait for minutes of metrics leave most of a core to another one.
    maxWorkers: 2,
    // Of one file, where its tests run at the same time.
    maxConcurrency: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    globalSetup: ["test/support/build.ts", "test/kafka/setup.ts"],
    setupFiles: ["test/support/setup.ts"],
  },
});
