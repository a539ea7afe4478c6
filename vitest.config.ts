import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // These need a real broker, or a terminal: npm run test:kafka; or a browser: npm run test:report.
    exclude: ["test/kafka/**", "test/terminal/**", "test/report/**"],
    disableConsoleIntercept: true,
    // Two cores: end-to-end tests start processes of their own.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // As in the bundle: oclif prints advice to its own developers otherwise.
    env: { NODE_ENV: "production" },
    globalSetup: ["test/support/build.ts"],
    setupFiles: ["test/support/setup.ts"],
  },
});
