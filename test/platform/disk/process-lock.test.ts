import { mkdtempSync, readdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { isLocked, takeLock } from "../../../src/platform/disk/process-lock.ts";
import { connect } from "../../support/redrive/disk-journal.ts";

const newPath = () => join(mkdtempSync(join(tmpdir(), "mskctl-lock-")), "lock");

it("is held by one at a time, in one process too, and asking does not free it", () => {
  const path = newPath();
  expect(isLocked(connect, path)).toBe(false);
  const lock = takeLock(connect, path);
  expect(lock).toBeDefined();
  for (let asked = 0; asked < 3; asked++) {
    expect(isLocked(connect, path)).toBe(true);
    expect(takeLock(connect, path)).toBeUndefined();
  }
  lock?.release();
  lock?.release();
  expect(isLocked(connect, path)).toBe(false);
  takeLock(connect, path)?.release();
});

it("is an empty file for its owner alone, with nothing beside it", () => {
  const path = newPath();
  const lock = takeLock(connect, path);
  expect(readdirSync(join(path, ".."))).toEqual(["lock"]);
  expect([statSync(path).size, statSync(path).mode & 0o777]).toEqual([0, 0o600]);
  lock?.release();
});
