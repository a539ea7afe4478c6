import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { drainId, isLeftByDrain } from "../../src/shell/drain-claim.ts";

const gone = spawnSync(process.execPath, ["--version"]).pid;
const left = { runId: drainId("./failed"), host: "here", user: "me", pid: gone, sinceMs: 0 };

it("is left over when its process on this host has ended", () => {
  expect(isLeftByDrain(left, "here")).toBe(true);
});

it.each([
  ["its process is at work", { ...left, pid: process.pid }],
  ["it is another host's", { ...left, host: "there" }],
  ["it is a run, whose state the run store knows", { ...left, runId: "01JDK7Q2ZZZZZZZZZZZZZZZZZZ" }],
])("is not left over when %s", (_, holder) => {
  expect(isLeftByDrain(holder, "here")).toBe(false);
});
