import { expect, it } from "vitest";
import { type ErrorCode, MskctlError } from "../../../src/core/errors.ts";
import { untilStopped } from "../../../src/core/redrive/until-stopped.ts";

async function listed(code: ErrorCode, isStopped: boolean): Promise<readonly number[]> {
  async function* pages() {
    yield 1;
    yield 2;
    throw new MskctlError(code, code);
  }
  const all: number[] = [];
  for await (const page of untilStopped(pages(), () => isStopped)) all.push(page);
  return all;
}

it("ends quietly when the listing ends because the run was asked to stop", async () => {
  for (const code of ["interrupted", "terminated", "timed-out"] as const) expect(await listed(code, true)).toEqual([1, 2]);
});

it("throws whatever else ends it", async () => {
  await expect(listed("interrupted", false)).rejects.toMatchObject({ code: "interrupted" });
  await expect(listed("not-permitted", true)).rejects.toMatchObject({ code: "not-permitted" });
});
