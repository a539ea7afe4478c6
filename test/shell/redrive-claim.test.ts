import { describe, expect, it, vi } from "vitest";
import { MskctlError } from "../../src/core/errors.ts";
import type { SourceLease } from "../../src/core/redrive/lease.ts";
import { claimNote, claimSource, stopWhenLost } from "../../src/shell/redrive-claim.ts";
import type { RedriveServices } from "../../src/shell/services-redrive.ts";

const bucket = { kind: "s3", bucket: "failed", prefix: "" } as const;
const lease: SourceLease = { takenFrom: undefined, onLost: () => () => undefined, release: async () => undefined };
const claimed = (claim: () => Promise<SourceLease | undefined>) =>
  claimSource({ redrive: { claim } as unknown as RedriveServices }, bucket, "01RUN");

describe("claiming a source", () => {
  it("that cannot be told of goes on without", async () => {
    expect(await claimed(async () => undefined)).toEqual({ lease: undefined, notPermitted: undefined });
  });

  it("without the permission goes on, and says which", async () => {
    const error = new MskctlError("not-permitted", "not permitted: sqs:TagQueue", { details: { action: "sqs:TagQueue" } });
    const claim = await claimed(() => Promise.reject(error));
    expect(claim).toEqual({ lease: undefined, notPermitted: "sqs:TagQueue" });
    expect(claimNote(claim)).toBe("runs on other machines are not seen: sqs:TagQueue is not permitted");
  });

  it("that another run has ends the verb", async () => {
    const error = new MskctlError("unavailable", "run 01OTHER works on it");
    await expect(claimed(() => Promise.reject(error))).rejects.toBe(error);
  });
});

describe("what is said of a claim", () => {
  it("is nothing as a rule, and from whom it was taken", () => {
    expect(claimNote({ lease, notPermitted: undefined })).toBeUndefined();
    const holder = { runId: "01OTHER", host: "the\u001b[2Jre", user: "bob", pid: 8, sinceMs: 0 };
    const note = claimNote({ lease: { ...lease, takenFrom: { holder, silentMs: 720_400 } }, notPermitted: undefined });
    expect(note).toMatch(/^taken over from run 01OTHER of bob on the.*re, of which nothing was heard for 12 min$/);
    expect(note).not.toContain("\u001b");
  });
});

describe("stopping", () => {
  it("is by a person as before, and when the source is lost", () => {
    const [person, others] = [new Set<(cause: "interrupted", says: string) => void>(), new Set<(says: string) => void>()];
    const stop = stopWhenLost(
      {
        listen(listener) {
          person.add(listener);
          return () => person.delete(listener);
        },
      },
      {
        lease: {
          ...lease,
          onLost(listener) {
            others.add(listener);
            return () => others.delete(listener);
          },
        },
        notPermitted: undefined,
      },
    );
    const heard = vi.fn();
    const forget = stop.listen(heard);
    for (const tell of person) tell("interrupted", "interrupted");
    for (const tell of others) tell("taken over");
    expect(heard.mock.calls).toEqual([
      ["interrupted", "interrupted"],
      ["unavailable", "taken over"],
    ]);
    forget();
    expect([person.size, others.size]).toEqual([0, 0]);
  });
});
