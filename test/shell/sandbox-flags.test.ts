import { expect, it } from "vitest";
import { isLoopback } from "../../src/shell/sandbox-flags.ts";

it.each([
  ["127.0.0.1", true],
  ["127.8.8.8", true],
  ["::1", true],
  ["localhost", true],
  ["0.0.0.0", false],
  ["::", false],
  ["192.168.1.2", false],
  ["127.0.0.1.example.com", false],
])("%s: only this machine can reach it: %s", (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
