import { defineConfig } from "vitest/config";

/** `npm run test:report`: what needs a browser, hence Chromium. */
export default defineConfig({
  test: {
    include: ["test/report/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 240_000,
    globalSetup: ["test/support/build.ts"],
    setupFiles: ["test/support/setup.ts"],
  },
});
