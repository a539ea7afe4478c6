import { describe, expect, it } from "vitest";
import { cutOff, damaged, malformed, shownSource, unreadable } from "../../../src/platform/samples/read-error.ts";

describe("errors of reading samples", () => {
  it.each([
    ["ENOENT", "no such file or folder"],
    ["ENOTDIR", "a part of the path is not a folder"],
    ["EISDIR", "it is a folder"],
    ["EACCES", "permission denied"],
    ["EPERM", "permission denied"],
    ["ELOOP", "its links lead in a circle"],
    ["EIO", "EIO: i/o error, read"],
  ])("say why: %s", (code, reason) => {
    const cause = Object.assign(new Error("EIO: i/o error, read"), { code });
    expect(unreadable("a", cause)).toMatchObject({ code: "usage", message: `cannot read a: ${reason}`, details: { file: "a" }, cause });
  });

  it("call standard input by its name", () => {
    expect(shownSource("-")).toBe("standard input");
    expect(malformed("-", "is odd").message).toBe("standard input is odd");
  });

  it("tell how far a source could be read", () => {
    expect(cutOff("a", "gzip", 12)).toMatchObject({
      code: "malformed-file",
      message: "a ends in the middle of its gzip data, after 12 bytes",
      details: { file: "a", afterBytes: 12 },
    });
    const cause = new Error("incorrect data check");
    expect(damaged("a", "gzip", 12, cause)).toMatchObject({
      code: "malformed-file",
      message: "a is damaged: its gzip data cannot be read on after 12 bytes",
      details: { file: "a", afterBytes: 12 },
      cause,
    });
  });
});
